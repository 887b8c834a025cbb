using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Reads a template file and finds all its errors. <c>template.schema.json</c> has the same rules in JSON Schema.</summary>
internal sealed class TemplateReader(string file, List<TemplateProblem> problems, PageKinds kinds)
{
    private const int MaxElse = 2;
    private static readonly PageColor DefaultAccent = new(0x0B, 0x4F, 0x6C);
    private static readonly string[] Places = ["instead", "beside"];

    /// <summary>Reads a template; null if something is wrong, which is then among the problems.</summary>
    public CertificateTemplate? Read(ReadOnlyMemory<byte> content) => TemplateJson.Read(content, file, problems, Read);

    /// <summary>Whether a text names a language (RFC 5646), like the names of label files.</summary>
    public static bool IsLanguage(string text)
    {
        return text.Length is >= 2 and <= 20
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            && char.IsAsciiLetter(text[0]);
    }

    private CertificateTemplate? Read(JsonNodeReader root)
    {
        if (!root.IsObjectOf(
            "$schema", "version", "kind", "page", "fonts", "colors", "language", "secondLanguage", "logo", "labels", "otherFormats",
            "blocks"))
        {
            return null;
        }

        return new CertificateTemplate
        {
            File = file,
            Version = ReadVersion(root) ?? "",
            Kind = root.Need("kind") is { } kind ? ReadWord(kind, kinds.Known.Select(known => known.Name)) ?? "" : "",
            Size = ReadSize(root),
            Fonts = root.Find("fonts") is { } fonts ? OwnFontReader.Read(fonts, file) : null,
            Accent = ReadAccent(root),
            Logo = root.Find("logo") is { } logo ? LogoReader.Read(logo) : null,
            Language = root.Find("language") is { } language ? ReadLanguage(language) : null,
            SecondLanguage = root.Find("secondLanguage") is { } second ? ReadSecondLanguage(second) : null,
            Labels = ReadLabels(root),
            OtherFormats = root.Find("otherFormats") is { } place && ReadWord(place, Places) == Places[1]
                ? OtherFormatsPlace.Beside
                : OtherFormatsPlace.Instead,
            Blocks = ReadBlocks(root),
        };
    }

    private static string? ReadVersion(JsonNodeReader root)
    {
        var node = root.Need("version");
        var version = node?.Text(60);
        if (version is null
            || !version.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('/' or '.' or '-' or '_')))
        {
            return version;
        }

        return Note(node!, "may have letters, digits, '/', '.', '-' and '_' only.") ? version : null;
    }

    private static PageSize ReadSize(JsonNodeReader root)
    {
        if (root.Find("page") is not { } page
            || !page.IsObjectOf("size")
            || page.Need("size") is not { } node
            || node.Text(10) is not { } name)
        {
            return PageSize.A4;
        }

        if (PageSize.ByName.TryGetValue(name, out var size))
        {
            return size;
        }

        node.Problem($"must be one of {string.Join(", ", PageSize.ByName.Keys)}.");
        return PageSize.A4;
    }

    private static PageColor ReadAccent(JsonNodeReader root)
    {
        if (root.Find("colors") is not { } colors
            || !colors.IsObjectOf("accent")
            || colors.Need("accent") is not { } node
            || node.Color() is not { } accent)
        {
            return DefaultAccent;
        }

        var look = new PageLook(accent, PageSize.A4);
        var contrast = Math.Min(accent.ContrastWith(PageLook.White), accent.ContrastWith(look.Tint));
        if (contrast < TemplateLimits.Contrast)
        {
            node.Problem(string.Create(
                CultureInfo.InvariantCulture,
                $"has a contrast of {contrast:F1} : 1 with its background: use a darker colour, of at least "
                + $"{TemplateLimits.Contrast:F1} : 1."));
        }

        return accent;
    }

    private static string? ReadLanguage(JsonNodeReader node)
    {
        var language = node.Text(20);
        return language is null || IsLanguage(language) || Note(node, "must be a language code such as en.") ? language : null;
    }

    private static string? ReadSecondLanguage(JsonNodeReader node) => node.TextOrNull() is { Length: 0 } ? "" : ReadLanguage(node);

    private Dictionary<string, IReadOnlyDictionary<string, string>> ReadLabels(JsonNodeReader root)
    {
        var labels = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (root.Find("labels") is { } node
            && (node.Value.ValueKind == JsonValueKind.Object || !Note(node, "must be an object of languages.")))
        {
            foreach (var language in node.Members()
                .Where(language => IsLanguage(language.Name) || !Note(language, "must be named by a language code such as en.")))
            {
                labels[language.Name] = LabelFileReader.ReadLabels(language, kinds.Placeholders);
            }
        }

        return labels;
    }

    private List<TemplateBlock> ReadBlocks(JsonNodeReader root)
    {
        if (root.Need("blocks") is not { } node)
        {
            return [];
        }

        var blocks = node.Items(TemplateLimits.Blocks).Select(ReadBlock).OfType<TemplateBlock>().ToList();
        foreach (var (type, least) in new[]
        {
            (TemplateBlockType.Title, 1),
            (TemplateBlockType.Person, 1),
            (TemplateBlockType.Foot, 0),
            (TemplateBlockType.Earlier, 0),
        })
        {
            var count = blocks.Count(block => block.Type == type);
            if (count < least || count > 1)
            {
                var name = JsonNamingPolicy.CamelCase.ConvertName(type.ToString());
                node.Problem($"must have {(least == 1 ? "exactly" : "at most")} one block of type {name}.");
            }
        }

        return blocks;
    }

    private TemplateBlock? ReadBlock(JsonNodeReader node)
    {
        if (node.Value.ValueKind != JsonValueKind.Object)
        {
            node.Problem("must be an object.");
            return null;
        }

        if (node.Need("type")?.Choice<TemplateBlockType>() is not { } type)
        {
            return null;
        }

        var block = new TemplateBlock(type, ReadWhen(node));
        switch (type)
        {
            case TemplateBlockType.Title:
                node.IsObjectOf("type", "when", "letterhead", "title", "subtitle");
                return block with
                {
                    Letterhead = ReadTexts(node, "letterhead"),
                    Title = ReadTexts(node, "title", isNeeded: true),
                    Subtitle = ReadTexts(node, "subtitle"),
                };
            case TemplateBlockType.Status:
                node.IsObjectOf("type", "when", "text");
                return block with { Text = ReadTexts(node, "text", isNeeded: true) };
            case TemplateBlockType.Person:
                node.IsObjectOf("type", "heading", "name", "fields", "qrCaption");
                return block with
                {
                    Heading = ReadKey(node, "heading"),
                    Name = node.Need("name")?.FactPointer() ?? "",
                    Columns = 2,
                    Fields = ReadFields(node, 2),
                    QrCaption = ReadKey(node, "qrCaption"),
                };
            case TemplateBlockType.Fields:
                node.IsObjectOf("type", "when", "heading", "columns", "fields");
                var columns = node.Find("columns")?.Number(1, 4) ?? 3;
                return block with { Heading = ReadKey(node, "heading"), Columns = columns, Fields = ReadFields(node, columns) };
            case TemplateBlockType.Earlier:
                node.IsObjectOf("type", "when", "heading");
                return block with { Heading = ReadKey(node, "heading") };
            default:
                node.IsObjectOf("type", "when", "heading", "text");
                return block with { Heading = ReadKey(node, "heading"), Text = ReadTexts(node, "text", isNeeded: true) };
        }
    }

    private List<TemplateField> ReadFields(JsonNodeReader node, int columns)
    {
        return node.Need("fields") is not { } fields ? []
            : [.. fields.Items(TemplateLimits.Fields).Select(field => ReadField(field, columns, 0)).OfType<TemplateField>()];
    }

    private TemplateField? ReadField(JsonNodeReader node, int columns, int depth)
    {
        if (!node.IsObjectOf("label", "value", "text", "format", "join", "rank", "span", "when", "else"))
        {
            return null;
        }

        var (value, text, instead) = (node.Find("value"), node.Find("text"), node.Find("else"));
        if (value is null == text is null)
        {
            node.Problem("must have either \"value\" or \"text\".");
        }

        if (depth == MaxElse && instead is not null)
        {
            instead.Problem($"may not be nested more than {MaxElse} deep.");
            instead = null;
        }

        return new TemplateField(
            ReadKey(node, "label", isNeeded: true) ?? "",
            value is null ? [] : [.. value.Items(TemplateLimits.Choices).Select(pointer => pointer.FactPointer()).OfType<string>()],
            text is null ? [] : ReadTexts(node, "text"),
            node.Find("format")?.Choice<TemplateFormat>() ?? TemplateFormat.Text,
            node.Find("join")?.Text(5) ?? ", ",
            node.Find("rank")?.Choice<FieldRank>() ?? FieldRank.Secondary,
            node.Find("span")?.Number(1, columns) ?? 1,
            ReadWhen(node),
            instead is null ? null : ReadField(instead, columns, depth + 1));
    }

    private List<TemplateText> ReadTexts(JsonNodeReader parent, string name, bool isNeeded = false)
    {
        var node = isNeeded ? parent.Need(name) : parent.Find(name);
        return node is null ? [] : [.. node.Items(TemplateLimits.Choices).Select(ReadText).OfType<TemplateText>()];
    }

    private TemplateText? ReadText(JsonNodeReader node)
    {
        if (node.Value.ValueKind == JsonValueKind.String)
        {
            return node.Text(LabelFileReader.KeyLength) is { } key ? new TemplateText([], key) : null;
        }

        return node.IsObjectOf("when", "label") && ReadKey(node, "label", isNeeded: true) is { } label
            ? new TemplateText(ReadWhen(node), label)
            : null;
    }

    private static string? ReadKey(JsonNodeReader parent, string name, bool isNeeded = false)
    {
        return (isNeeded ? parent.Need(name) : parent.Find(name))?.Text(LabelFileReader.KeyLength);
    }

    private List<string> ReadWhen(JsonNodeReader parent)
    {
        return [.. (parent.Find("when")?.Items(TemplateLimits.Choices) ?? [])
            .Select(node => ReadWord(node, kinds.Conditions))
            .OfType<string>()];
    }

    /// <summary>One of some words; null if it is none of them.</summary>
    private static string? ReadWord(JsonNodeReader node, IEnumerable<string> words)
    {
        if (node.Value.ValueKind == JsonValueKind.String && words.FirstOrDefault(word => node.Value.ValueEquals(word)) is { } found)
        {
            return found;
        }

        node.Problem($"must be one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>Adds a problem; always returns true, for use in conditions.</summary>
    private static bool Note(JsonNodeReader node, string message)
    {
        node.Problem(message);
        return true;
    }
}
