using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>A place in a template or label file. What is wrong is written down and read as absent, so that one reading finds all.</summary>
internal sealed class TemplateNode(JsonElement value, string file, string pointer, List<TemplateProblem> problems)
{
    public JsonElement Value => value;

    /// <summary>The name by which the parent holds it.</summary>
    public string Name => JsonPointer.Unescape(pointer[(pointer.LastIndexOf('/') + 1)..]);

    public static TemplateNode? Read(ReadOnlyMemory<byte> content, string file, List<TemplateProblem> problems)
    {
        if (content.Length > TemplateLimits.FileBytes)
        {
            problems.Add(new TemplateProblem(file, "", $"is larger than {TemplateLimits.FileBytes} bytes."));
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(content), new JsonDocumentOptions { MaxDepth = TemplateLimits.Depth, AllowDuplicateProperties = false });
            return new TemplateNode(document.RootElement.Clone(), file, "", problems);
        }
        catch (JsonException exception)
        {
            problems.Add(new TemplateProblem(file, "", $"is not JSON that can be used{Place(exception)}: {Reason(exception)}"));
            return null;
        }
    }

    /// <summary>Where the file breaks off, counted from 1 as editors do; the exception's message counts from 0.</summary>
    private static string Place(JsonException exception)
    {
        return exception.LineNumber is { } line ? $" at line {line + 1}, byte {exception.BytePositionInLine + 1}" : "";
    }

    private static string Reason(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    /// <summary>Writes down a fault of this place.</summary>
    public void Fault(string message) => problems.Add(new TemplateProblem(file, pointer, message));

    /// <summary>Checks that it is an object with none but these members.</summary>
    public bool IsObjectOf(params ReadOnlySpan<string> names)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault("must be an object.");
            return false;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                Child(member.Name, member.Value).Fault($"is not known here; known are {string.Join(", ", names!)}.");
            }
        }

        return true;
    }

    /// <summary>A member; null when it is absent.</summary>
    public TemplateNode? Find(string name)
    {
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? Child(name, member) : null;
    }

    /// <summary>A member that must be there.</summary>
    public TemplateNode? Need(string name)
    {
        var member = Find(name);
        if (member is null)
        {
            Fault($"must have the member \"{name}\".");
        }

        return member;
    }

    public IEnumerable<TemplateNode> Members()
    {
        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => Child(member.Name, member.Value)) : [];
    }

    /// <summary>The items of a list; one value that is no list counts as a list of it.</summary>
    public IReadOnlyList<TemplateNode> Items(int most)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return [this];
        }

        if (value.GetArrayLength() is var count && (count == 0 || count > most))
        {
            Fault($"must have 1 to {most} items, not {count}.");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => new TemplateNode(item, file, FormattableString.Invariant($"{pointer}/{index}"), problems))];
    }

    /// <summary>A text of 1 to <paramref name="longest"/> characters, or <paramref name="shortest"/> 0; null when it is none.</summary>
    public string? Text(int longest, int shortest = 1)
    {
        if (value.ValueKind == JsonValueKind.String && TryGetText() is { } text && text.Length >= shortest && text.Length <= longest && !text.Any(char.IsControl))
        {
            return text;
        }

        Fault($"must be a text of {shortest} to {longest} characters on one line.");
        return null;
    }

    /// <summary>A whole number; null when it is none.</summary>
    public int? Number(int least, int most)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault($"must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>One of the names of an enumeration, in camel case.</summary>
    public T? Choice<T>(params ReadOnlySpan<T> excluded) where T : struct, Enum
    {
        var names = new List<string>();
        foreach (var choice in Enum.GetValues<T>())
        {
            if (excluded.Contains(choice))
            {
                continue;
            }

            var name = JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(name))
            {
                return choice;
            }

            names.Add(name);
        }

        Fault($"must be one of {string.Join(", ", names)}.");
        return null;
    }

    /// <summary>A colour such as <c>#0B4F6C</c>; null when it is none.</summary>
    public PageColor? Color()
    {
        var text = value.ValueKind == JsonValueKind.String ? TryGetText() : null;
        if (text is { Length: 7 } && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit))
        {
            var bytes = Convert.FromHexString(text.AsSpan(1));
            return new PageColor(bytes[0], bytes[1], bytes[2]);
        }

        Fault("must be a colour such as #0B4F6C.");
        return null;
    }

    /// <summary>A JSON Pointer into one of the facts' roots; null when it is none.</summary>
    public string? FactPointer()
    {
        if (Text(TemplateLimits.PointerLength) is not { } text)
        {
            return null;
        }

        if (Array.Exists(TemplateFacts.Roots, root => text.StartsWith(root, StringComparison.Ordinal)) && JsonPointer.IsEscaped(text))
        {
            return text;
        }

        Fault($"must be a JSON Pointer that begins with {string.Join(" or ", TemplateFacts.Roots)}.");
        return null;
    }

    private TemplateNode Child(string name, JsonElement child)
    {
        return new TemplateNode(child, file, $"{pointer}/{JsonPointer.Escape(name)}", problems);
    }

    private string? TryGetText()
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which JSON can write and no text can hold.
            return null;
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> content)
    {
        return content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
    }
}
