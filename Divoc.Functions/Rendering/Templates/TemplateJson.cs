using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Opens template and label files, and reads the values that only these files have.</summary>
internal static class TemplateJson
{
    private static readonly JsonBounds Bounds = new(TemplateLimits.FileBytes, TemplateLimits.Depth) { AllowsLoneSurrogates = true };

    /// <summary>Reads a file; null if something is wrong, which is then among the problems.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> content, string file, List<TemplateProblem> problems, Func<JsonNodeReader, T?> read)
        where T : class
    {
        var found = new JsonProblems(subject: "");
        using var input = JsonInput.Open(content, Bounds, found);
        var result = input.Root is { } root ? read(root) : null;
        problems.AddRange(input.Refusal is { } refusal
            ? [new TemplateProblem(file, "", Explain(refusal))]
            : found.InOrder().Select(problem => new TemplateProblem(file, problem.Pointer, problem.Detail)));
        return found.IsEmpty ? result : null;
    }

    /// <summary>Adds a problem about a place. Template designers get sentences, not codes.</summary>
    public static void Problem(this JsonNodeReader node, string predicate) => node.Problem(FaultCodes.Format, predicate);

    /// <summary>A colour such as <c>#0B4F6C</c>; null if it is not one.</summary>
    public static PageColor? Color(this JsonNodeReader node)
    {
        if (node.TextOrNull() is { Length: 7 } text && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit))
        {
            var bytes = Convert.FromHexString(text.AsSpan(1));
            return new PageColor(bytes[0], bytes[1], bytes[2]);
        }

        node.Problem("must be a colour such as #0B4F6C.");
        return null;
    }

    /// <summary>A JSON Pointer into one of the facts' roots; null if it is not one.</summary>
    public static string? FactPointer(this JsonNodeReader node)
    {
        if (node.Text(TemplateLimits.PointerLength) is not { } text)
        {
            return null;
        }

        if (Array.Exists(TemplateFacts.Roots, root => text.StartsWith(root, StringComparison.Ordinal)) && JsonPointer.IsEscaped(text))
        {
            return text;
        }

        node.Problem($"must be a JSON Pointer that begins with {string.Join(" or ", TemplateFacts.Roots)}.");
        return null;
    }

    private static string Explain(JsonRefusal refusal) => refusal.Code == FaultCodes.PayloadTooLarge
        ? $"is larger than {TemplateLimits.FileBytes} bytes."
        : $"is not JSON that can be used{refusal.Place}: {refusal.Reason}";
}
