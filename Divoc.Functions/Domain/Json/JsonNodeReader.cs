using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Divoc.Functions.Domain.Json;

/// <summary>
/// A place in a document from outside. Errors are added to the problems of the document, and the wrong value is read as absent, so that one
/// reading finds all errors. Sentences about problems begin with a verb; <see cref="JsonProblems"/> adds the subject.
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

    /// <summary>This place; null if the document has <c>null</c> here.</summary>
    public JsonNodeReader? OrNull => Value.ValueKind == JsonValueKind.Null ? null : this;

    /// <summary>The member name of the value; empty for an item of a list and for the whole document.</summary>
    public string Name => name ??= member.Name;

    /// <summary>The name between its quotes as it is written, for readers that <see cref="Members"/> returns; else empty.</summary>
    public ReadOnlySpan<byte> RawName => IsMember ? JsonMarshal.GetRawUtf8PropertyName(member) : [];

    /// <summary>The place as a JSON Pointer (RFC 6901); empty for the whole document.</summary>
    public string Pointer => AppendTo(new StringBuilder()).ToString();

    /// <summary>The position of the value in the document, in bytes.</summary>
    public long Position
    {
        get
        {
            input.Content.Span.Overlaps(JsonMarshal.GetRawUtf8Value(Value), out var position);
            return position;
        }
    }

    /// <summary>
    /// The position of the name, with its quote, for readers that <see cref="Members"/> returns; else the position of the value.
    /// </summary>
    public long NamePosition => IsMember ? input.Content.Span[..(int)Position].LastIndexOf((byte)'"') - RawName.Length - 1 : Position;

    private bool IsMember => member.Value.ValueKind != JsonValueKind.Undefined;

    /// <summary>Adds a problem about this place.</summary>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="predicate">The problem, as a sentence without its subject, which is this place: <c>must be a text.</c></param>
    public void Problem(string code, string predicate) => Note(code, input.Problems.Subject + predicate);

    /// <summary>Adds a problem about this place as a full sentence.</summary>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="sentence">The sentence.</param>
    public void Note(string code, string sentence)
    {
        if (input.Problems.HasRoom())
        {
            input.Problems.Add(Position, new Fault(Pointer, code, sentence));
        }
    }

    /// <summary>Adds a problem about a member, which may be absent, as a full sentence.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="code">One of <see cref="FaultCodes"/>.</param>
    /// <param name="sentence">The sentence.</param>
    public void NoteMember(string name, string code, string sentence)
    {
        input.Problems.Add((Find(name) ?? this).Position, new Fault($"{Pointer}/{JsonPointer.Escape(name)}", code, sentence));
    }

    /// <summary>Whether it is an object with no other members than these; each other member is a problem.</summary>
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

    /// <summary>A member; null if it is absent, or if this is not an object.</summary>
    public JsonNodeReader? Find(string name)
    {
        return Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var value)
            ? new JsonNodeReader(this, value, name)
            : null;
    }

    /// <summary>A member that is required.</summary>
    public JsonNodeReader? Need(string name)
    {
        var found = Find(name);
        if (found is null)
        {
            Problem(FaultCodes.Required, $"must have the member \"{name}\".");
        }

        return found;
    }

    /// <summary>The members in the order of the document, duplicates included; none if this is not an object.</summary>
    public IEnumerable<JsonNodeReader> Members()
    {
        return Value.ValueKind == JsonValueKind.Object
            ? Value.EnumerateObject().Select(child => new JsonNodeReader(this, child.Value, null, member: child))
            : [];
    }

    /// <summary>The items of a list; none if this is not a list.</summary>
    public IEnumerable<JsonNodeReader> Items()
    {
        return Value.ValueKind == JsonValueKind.Array
            ? Value.EnumerateArray().Select((item, at) => new JsonNodeReader(this, item, "", at))
            : [];
    }

    /// <summary>The items of a list; a single value counts as a list with one item.</summary>
    /// <param name="most">The maximum of items; with more, or none, the list is read as empty.</param>
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

    /// <summary>
    /// The text; null if this is not a text, or has half of a surrogate pair, which JSON can write but Unicode text can't have. Adds no
    /// problem.
    /// </summary>
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

    /// <summary>The text of a member; null if it is absent or not a text. Adds no problem.</summary>
    public string? TextOrNull(string name) => Find(name)?.TextOrNull();

    /// <summary>Any text; null if this is not one.</summary>
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

    /// <summary>
    /// A text of 1 to <paramref name="longest"/> UTF-16 characters without control characters, or <paramref name="shortest"/> 0; null if
    /// this is not one.
    /// </summary>
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

    /// <summary>An integer, written without fraction and exponent; null if this is not one.</summary>
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

    /// <summary>One of the names of an enumeration, in camel case; null if this is not one.</summary>
    /// <param name="excluded">Values that are not allowed.</param>
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

    /// <summary>A date-time as <see cref="InternetTime"/> reads it; null if this is not one.</summary>
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
