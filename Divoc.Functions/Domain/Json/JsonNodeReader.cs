using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Divoc.Functions.Domain.Json;

/// <summary>
/// A place in a document that somebody else has written. What is wrong is noted among the problems of the document and read as absent, so that one reading finds
/// all. Sentences about problems begin with a verb; <see cref="JsonProblems"/> has what stands before it.
/// </summary>
public sealed class JsonNodeReader
{
    private readonly JsonInput input;
    private readonly JsonNodeReader? parent;
    private readonly JsonProperty member;
    private readonly int? index;
    private string? name;

    internal JsonNodeReader(JsonInput input, JsonElement value)
    {
        this.input = input;
        Value = value;
        name = "";
    }

    private JsonNodeReader(JsonNodeReader parent, JsonElement value, string? name, int? index = null, JsonProperty member = default)
    {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.member = member;
        input = parent.input;
        Value = value;
    }

    /// <summary>The value.</summary>
    public JsonElement Value { get; }

    /// <summary>Itself; null where the document has <c>null</c>.</summary>
    public JsonNodeReader? OrNull => Value.ValueKind == JsonValueKind.Null ? null : this;

    /// <summary>The name by which an object holds it; empty for an item of a list and for the whole document.</summary>
    public string Name => name ??= member.Name;

    /// <summary>The name as it is written, between its quotes, of what <see cref="Members"/> gives; else empty.</summary>
    public ReadOnlySpan<byte> RawName => IsMember ? JsonMarshal.GetRawUtf8PropertyName(member) : [];

    /// <summary>The place as a JSON Pointer (RFC 6901); empty for the whole document.</summary>
    public string Pointer => AppendTo(new StringBuilder()).ToString();

    /// <summary>Where the value begins in the document, in bytes.</summary>
    public long Position
    {
        get
        {
            input.Content.Span.Overlaps(JsonMarshal.GetRawUtf8Value(Value), out var position);
            return position;
        }
    }

    /// <summary>Where the name, with its quote, begins of what <see cref="Members"/> gives; else where the value begins.</summary>
    public long NamePosition => IsMember ? input.Content.Span[..(int)Position].LastIndexOf((byte)'"') - RawName.Length - 1 : Position;

    private bool IsMember => member.Value.ValueKind != JsonValueKind.Undefined;

    /// <summary>Notes what is wrong with this place.</summary>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="predicate">What is wrong, as a sentence goes on whose subject is this place: <c>must be a text.</c></param>
    public void Problem(string code, string predicate) => Note(code, input.Problems.Subject + predicate);

    /// <summary>Notes a whole sentence about this place.</summary>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="sentence">The sentence.</param>
    public void Note(string code, string sentence)
    {
        if (input.Problems.HasRoom())
        {
            input.Problems.Add(Position, new Fault(Pointer, code, sentence));
        }
    }

    /// <summary>Notes a whole sentence about a member, which may be absent.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="sentence">The sentence.</param>
    public void NoteMember(string name, string code, string sentence)
    {
        input.Problems.Add((Find(name) ?? this).Position, new Fault($"{Pointer}/{JsonPointer.Escape(name)}", code, sentence));
    }

    /// <summary>Whether it is an object with none but these members; each other one is a problem.</summary>
    public bool IsObjectOf(params ReadOnlySpan<string> names)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Problem(FaultCodes.WrongType, "must be an object.");
            return false;
        }

        foreach (var child in Members())
        {
            if (!names.Contains(child.Name))
            {
                child.Problem(FaultCodes.UnknownMember, $"is unknown here. Allowed are: {string.Join(", ", names!)}.");
            }
        }

        return true;
    }

    /// <summary>A member; null when it is absent, or when this is no object.</summary>
    public JsonNodeReader? Find(string name)
    {
        return Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var value) ? new JsonNodeReader(this, value, name) : null;
    }

    /// <summary>A member that must be there.</summary>
    public JsonNodeReader? Need(string name)
    {
        var found = Find(name);
        if (found is null)
        {
            Problem(FaultCodes.Required, $"must have the member \"{name}\".");
        }

        return found;
    }

    /// <summary>The members in the order of the document, two of one name as two; none when it is no object.</summary>
    public IEnumerable<JsonNodeReader> Members()
    {
        return Value.ValueKind == JsonValueKind.Object ? Value.EnumerateObject().Select(child => new JsonNodeReader(this, child.Value, null, member: child)) : [];
    }

    /// <summary>The items of a list; none when it is no list.</summary>
    public IEnumerable<JsonNodeReader> Items()
    {
        return Value.ValueKind == JsonValueKind.Array ? Value.EnumerateArray().Select((item, at) => new JsonNodeReader(this, item, "", at)) : [];
    }

    /// <summary>The items of a list; one value that is no list counts as a list of it.</summary>
    /// <param name="most">The most items; with more, or none, it is read as empty.</param>
    public IReadOnlyList<JsonNodeReader> Items(int most)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            return [this];
        }

        var count = Value.GetArrayLength();
        if (count >= 1 && count <= most)
        {
            return [.. Items()];
        }

        Problem(count == 0 ? FaultCodes.EmptyArray : FaultCodes.TooManyItems, $"must have 1 to {most} items, not {count}.");
        return [];
    }

    /// <summary>The text; null when it is none, or holds half of a surrogate pair, which JSON can write and no text can hold. Notes nothing.</summary>
    public string? TextOrNull()
    {
        if (Value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return Value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text of a member; null when it is absent or none. Notes nothing.</summary>
    public string? TextOrNull(string name) => Find(name)?.TextOrNull();

    /// <summary>Any text; null when it is none.</summary>
    public string? Text()
    {
        var text = TextOrNull();
        if (text is null)
        {
            var isText = Value.ValueKind == JsonValueKind.String;
            Problem(
                isText ? FaultCodes.LoneSurrogate : FaultCodes.WrongType,
                isText ? "contains half of a surrogate pair." : "must be a string.");
        }

        return text;
    }

    /// <summary>A text of 1 to <paramref name="longest"/> UTF-16 characters without control characters, or <paramref name="shortest"/> 0; null when it is none.</summary>
    public string? Text(int longest, int shortest = 1)
    {
        var text = TextOrNull();
        if (CodeOf(text, longest, shortest) is not { } code)
        {
            return text;
        }

        Problem(code, $"must be a text of {shortest} to {longest} characters on one line.");
        return null;
    }

    /// <summary>A whole number, written without fraction and exponent; null when it is none.</summary>
    public int? Number(int least, int most)
    {
        var isNumber = Value.ValueKind == JsonValueKind.Number;
        if (isNumber && Value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(isNumber ? FaultCodes.Format : FaultCodes.WrongType, $"must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>One of the names of an enumeration, in camel case; null when it is none.</summary>
    /// <param name="excluded">Values that can't be chosen.</param>
    public T? Choice<T>(params ReadOnlySpan<T> excluded)
        where T : struct, Enum
    {
        var text = TextOrNull();
        var names = new List<string>();
        foreach (var choice in Enum.GetValues<T>())
        {
            if (excluded.Contains(choice))
            {
                continue;
            }

            var name = JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());
            if (text == name)
            {
                return choice;
            }

            names.Add(name);
        }

        Problem(FaultCodes.Enum, $"must be one of {string.Join(", ", names)}.");
        return null;
    }

    /// <summary>A date-time as <see cref="InternetTime"/> reads it; null when it is none.</summary>
    public DateTimeOffset? Instant()
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (InternetTime.TryParseInstant(text, out var instant))
        {
            return instant;
        }

        Problem(FaultCodes.Format, "must be a date-time as in RFC 3339, with seconds and offset, such as 2026-05-01T00:00:00Z.");
        return null;
    }

    private string? CodeOf(string? text, int longest, int shortest)
    {
        if (text is null)
        {
            return Value.ValueKind == JsonValueKind.String ? FaultCodes.LoneSurrogate : FaultCodes.WrongType;
        }

        if (text.Length < shortest)
        {
            return FaultCodes.TooShort;
        }

        if (text.Length > longest)
        {
            return FaultCodes.TooLong;
        }

        return text.Any(char.IsControl) ? FaultCodes.ControlCharacter : null;
    }

    private StringBuilder AppendTo(StringBuilder pointer)
    {
        if (parent is null)
        {
            return pointer;
        }

        parent.AppendTo(pointer).Append('/');
        return index is { } at ? pointer.Append(at) : pointer.Append(JsonPointer.Escape(Name));
    }
}
