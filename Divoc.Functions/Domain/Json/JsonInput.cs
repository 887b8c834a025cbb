using System.Text.Json;
using System.Text.Unicode;

namespace Divoc.Functions.Domain.Json;

/// <summary>
/// A JSON document (RFC 8259) from outside, opened within limits, without a byte order mark. It has either a root or the reason why it
/// can't be read at all.
/// </summary>
public sealed class JsonInput : IDisposable
{
    private readonly JsonDocument? document;

    private JsonInput(ReadOnlyMemory<byte> content, JsonDocument document, JsonProblems problems)
    {
        this.document = document;
        Content = content;
        Problems = problems;
        Root = new JsonNodeReader(this, document.RootElement);
    }

    private JsonInput(JsonRefusal refusal, JsonProblems problems)
    {
        Problems = problems;
        Refusal = refusal;
    }

    /// <summary>The root value of the document; null if it was refused. It can be read until the input is disposed.</summary>
    public JsonNodeReader? Root { get; }

    /// <summary>Why the document was refused; null if it was not.</summary>
    public JsonRefusal? Refusal { get; }

    /// <summary>
    /// The problems that its readers found. A refusal is not among them, because each caller reports it in its own words.
    /// </summary>
    public JsonProblems Problems { get; }

    /// <summary>The bytes as they were received; all values are parts of them.</summary>
    internal ReadOnlyMemory<byte> Content { get; }

    /// <summary>Opens a document. Never throws because of its content.</summary>
    /// <param name="content">Its bytes; they must not change until the input is disposed.</param>
    /// <param name="bounds">Its limits.</param>
    /// <param name="problems">Where its readers add problems.</param>
    public static JsonInput Open(ReadOnlyMemory<byte> content, JsonBounds bounds, JsonProblems problems)
    {
        if (content.Length > bounds.Bytes)
        {
            return new JsonInput(new JsonRefusal(FaultCodes.PayloadTooLarge, $"It is larger than {bounds.Bytes} bytes."), problems);
        }

        if (!Utf8.IsValid(content.Span))
        {
            return new JsonInput(new JsonRefusal(FaultCodes.InvalidJson, "A byte is not UTF-8."), problems);
        }

        var json = WithoutByteOrderMark(content);
        try
        {
            var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { MaxDepth = bounds.Levels, AllowDuplicateProperties = bounds.AllowsDuplicates });
            if (bounds.AllowsLoneSurrogates || TextInspection.FindLoneSurrogate(json.Span) < 0)
            {
                return new JsonInput(content, document, problems);
            }

            document.Dispose();
        }
        catch (JsonException exception)
        {
            return new JsonInput(JsonRefusal.Of(exception), problems);
        }
        catch (InvalidOperationException)
        {
            // The search for duplicates has found a name that is not valid Unicode.
        }

        return new JsonInput(new JsonRefusal(FaultCodes.InvalidJson, "It contains half of a surrogate pair."), problems);
    }

    /// <summary>A document without the byte order mark that some editors put before it, and that RFC 8259 lets readers skip.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> content) =>
        content[(content.Length - WithoutByteOrderMark(content.Span).Length)..];

    /// <inheritdoc cref="WithoutByteOrderMark(ReadOnlyMemory{byte})"/>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> content)
    {
        return content.StartsWith("\uFEFF"u8) ? content["\uFEFF"u8.Length..] : content;
    }

    /// <inheritdoc/>
    public void Dispose() => document?.Dispose();
}

/// <summary>The limits of a document.</summary>
/// <param name="Bytes">The maximum of bytes.</param>
/// <param name="Levels">The maximum of nested arrays and objects.</param>
public sealed record JsonBounds(int Bytes, int Levels)
{
    /// <summary>
    /// Whether an object may have two members with the same name. Then names may also have half of a surrogate pair if
    /// <see cref="AllowsLoneSurrogates"/> is set: look at <see cref="JsonNodeReader.RawName"/> first.
    /// </summary>
    public bool AllowsDuplicates { get; init; }

    /// <summary>
    /// Whether texts may have half of a surrogate pair; their reader then notes it with its place. Names must not, unless
    /// <see cref="AllowsDuplicates"/> is set.
    /// </summary>
    public bool AllowsLoneSurrogates { get; init; }
}

/// <summary>Why a document can't be read at all.</summary>
/// <param name="Code"><see cref="FaultCodes.PayloadTooLarge"/> or <see cref="FaultCodes.InvalidJson"/>.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="Line">The line of the error, counted from 1 as in editors; null if it is not known.</param>
/// <param name="LineByte">The byte in the line, counted from 1.</param>
public sealed record JsonRefusal(string Code, string Reason, long? Line = null, long? LineByte = null)
{
    /// <summary>The place, to be appended to a word: <c> at line 2, byte 10</c>; empty if it is not known.</summary>
    public string Place => Line is null ? "" : $" at line {Line}, byte {LineByte}";

    /// <summary>The exception counts from 0 and repeats the place in its message.</summary>
    internal static JsonRefusal Of(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return new JsonRefusal(
            FaultCodes.InvalidJson,
            end < 0 ? exception.Message : exception.Message[..end],
            exception.LineNumber + 1,
            exception.BytePositionInLine + 1);
    }
}
