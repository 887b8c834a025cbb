using Divoc.Functions.Domain.Json;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Reads a template's own fonts: TrueType files beside it.</summary>
internal static class OwnFontReader
{
    private const string Suffix = ".ttf";

    /// <summary>The fonts; null if something is wrong, which is then noted.</summary>
    /// <param name="node">The template's member.</param>
    /// <param name="template">The template's file.</param>
    public static OwnFonts? Read(JsonNodeReader node, string template)
    {
        if (!node.IsObjectOf("regular", "bold"))
        {
            return null;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(template))!;
        var regular = node.Need("regular") is { } regularNode ? ReadFont(regularNode, folder) : null;
        var bold = node.Find("bold") is { } boldNode ? ReadFont(boldNode, folder) : regular;
        return regular is null || bold is null ? null : new OwnFonts(regular, bold);
    }

    private static FontFile? ReadFont(JsonNodeReader node, string folder)
    {
        if (node.Text(TemplateLimits.FontNameLength) is not { } name)
        {
            return null;
        }

        if (name.AsSpan().ContainsAny('/', '\\', ':') || !name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            node.Problem($"must be the name of a file *{Suffix} beside the template, without a folder.");
            return null;
        }

        try
        {
            var content = TemplateSet.ReadBytes(Path.Combine(folder, name), TemplateLimits.FontBytes);
            var problem = content.Length > TemplateLimits.FontBytes
                ? $"is larger than {TemplateLimits.FontBytes} bytes."
                : FontFileRules.ProblemOf(content);
            if (problem is null)
            {
                return new FontFile(content);
            }

            node.Problem(problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            node.Problem($"can't be read: {exception.Message}");
        }

        return null;
    }
}
