using System.Text.Json;
using System.Text.Unicode;

namespace Divoc.Functions.Domain.Json;

/// <summary>A document (RFC 8259) that somebody else has written, opened within bounds, without a byte order mark: either its root, or why it can't be read at all.</summary>
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

    /// <summary>The value that the document is; null where it was refused. It can be read until the input is disposed.</summary>
    public JsonNodeReader? Root { get; }

    /// <summary>Why it was refused; null where it was not.</summary>
    public JsonRefusal? Refusal { get; }

    /// <summary>What its readers found; a refusal is not among it, since each caller has its own words for one.</summary>
    public JsonProblems Problems { get; }

    /// <summary>The bytes as they came, of which all values are parts.</summary>
    internal ReadOnlyMemory<byte> Content { get; }

    /// <summary>Opens a document. Never throws for what it holds.</summary>
    /// <param name="content">Its bytes; they must not change until the input is disposed.</param>
    /// <param name="bounds">What it may be.</param>
    /// <param name="problems">Where its readers note what they find.</param>
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
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = bounds.Levels, AllowDuplicateProperties = bounds.AllowsDuplicates });
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
            // The look for duplicates has met a name that is no Unicode.
        }

        return new JsonInput(new JsonRefusal(FaultCodes.InvalidJson, "It contains half of a surrogate pair."), problems);
    }

    /// <summary>A document without the byte order mark that some editors put before it, and that RFC 8259 lets readers skip.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> content) => content[(content.Length - WithoutByteOrderMark(content.Span).Length)..];

    /// <inheritdoc cref="WithoutByteOrderMark(ReadOnlyMemory{byte})"/>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> content)
    {
        return content.StartsWith("\uFEFF"u8) ? content["\uFEFF"u8.Length..] : content;
    }

    /// <inheritdoc/>
    public void Dispose() => document?.Dispose();
}

/// <summary>What a document may be.</summary>
/// <param name="Bytes">The most bytes.</param>
/// <param name="Levels">The most levels of arrays and objects.</param>
public sealed record JsonBounds(int Bytes, int Levels)
{
    /// <summary>
    /// Whether an object may have two members of one name. Then names may hold half of a surrogate pair too if <see cref="AllowsLoneSurrogates"/> says so:
    /// <see cref="JsonNodeReader.RawName"/> is to be looked at first.
    /// </summary>
    public bool AllowsDuplicates { get; init; }

    /// <summary>Whether texts may hold half of a surrogate pair; then their reader notes it, with its place. Names must not, unless <see cref="AllowsDuplicates"/> says so.</summary>
    public bool AllowsLoneSurrogates { get; init; }
}

/// <summary>Why a document can't be read at all.</summary>
/// <param name="Code"><see cref="FaultCodes.PayloadTooLarge"/> or <see cref="FaultCodes.InvalidJson"/>.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="Line">Where it breaks off, counted from 1 as editors do; null where that is not known.</param>
/// <param name="LineByte">The byte of the line, counted from 1.</param>
public sealed record JsonRefusal(string Code, string Reason, long? Line = null, long? LineByte = null)
{
    /// <summary>The place, to be put behind a word: <c> at line 2, byte 10</c>; empty where it is not known.</summary>
    public string Place => Line is null ? "" : $" at line {Line}, byte {LineByte}";

    /// <summary>The exception counts from 0, and says the place once more in its message.</summary>
    internal static JsonRefusal Of(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return new JsonRefusal(FaultCodes.InvalidJson, end < 0 ? exception.Message : exception.Message[..end], exception.LineNumber + 1, exception.BytePositionInLine + 1);
    }
}
