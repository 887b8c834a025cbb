namespace Divoc.Functions.Rendering.Templates;

/// <summary>A template with the languages in which it is printed.</summary>
/// <param name="Template">The template.</param>
/// <param name="Kind">The kind of page.</param>
/// <param name="First">Labels of the page's language.</param>
/// <param name="Second">Labels of the second language, or null.</param>
internal sealed record ReadyTemplate(CertificateTemplate Template, PageKind Kind, LabelSet First, LabelSet? Second)
{
    /// <summary>Key of the note that the QR code does not contain the table.</summary>
    public const string NotInCode = "note.notInCode";

    /// <summary>Key of the note on reported lines.</summary>
    public const string Reported = "note.reported";

    /// <summary>Key of the note on lines that are not shown.</summary>
    public const string More = "note.more";

    /// <summary>The common parts of all its pages. Texts with placeholders are not among them.</summary>
    public FixedParts Fixed { get; } = new(FixedTextsOf(Template, Kind, First, Second), Template.Fonts, Template.Logo);

    /// <summary>Labels that are missing, as problems.</summary>
    public IEnumerable<TemplateProblem> MissingLabels()
    {
        return from labels in new[] { First, Second }
               where labels is not null
               from key in KeysOf(Template, Kind).Distinct()
               where labels.Find(key) is null
               select new TemplateProblem(
                   Template.File,
                   "/labels",
                   $"has no text for \"{key}\" in {labels.Language}, and neither has a label file of that language.");
    }

    /// <summary>The texts in each language, and in both if they are on one line.</summary>
    private static HashSet<string> FixedTextsOf(CertificateTemplate template, PageKind kind, LabelSet first, LabelSet? second)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in KeysOf(template, kind))
        {
            var (one, other) = (first.Find(key) ?? "", second?.Find(key) ?? "");
            if (!one.Contains('{', StringComparison.Ordinal) && one.Length > 0)
            {
                var text = PageText.Of(one, other);
                texts.UnionWith([.. text.Paragraphs, text.Joined, text.AsValue]);
            }
        }

        return texts;
    }

    private static IEnumerable<string> KeysOf(CertificateTemplate template, PageKind kind)
    {
        foreach (var block in template.Blocks)
        {
            var texts = block.Letterhead.Concat(block.Title).Concat(block.Subtitle).Concat(block.Text);
            var keys = texts.Select(text => text.Label)
                .Concat(new[] { block.Heading, block.QrCaption }.OfType<string>())
                .Concat(block.Fields.SelectMany(KeysOf))
                .Concat(
                    block.Type == TemplateBlockType.Earlier
                        ? [.. kind.EarlierColumns.Select(column => column.Label), NotInCode, Reported, More]
                        : []);
            foreach (var key in keys)
            {
                yield return key;
            }
        }
    }

    private static IEnumerable<string> KeysOf(TemplateField field)
    {
        return field.Texts.Select(text => text.Label).Append(field.Label).Concat(field.Else is null ? [] : KeysOf(field.Else));
    }
}
