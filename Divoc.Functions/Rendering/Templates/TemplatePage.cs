using System.Collections.Concurrent;
using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Writes the texts of a certificate's page with a template. Thread-safe.</summary>
internal sealed class TemplatePage(ReadyTemplate ready, CalendarDays days)
{
    // DIVOC's own word for a missing value.
    private static readonly string[] Blank = ["NA", "N/A"];

    private readonly PageDates dates = new(days, MonthsOf(ready));

    // Each key is one of the template.
    private readonly ConcurrentDictionary<string, PageText> labels = new(StringComparer.Ordinal);

    /// <summary>Writes the page of a certificate.</summary>
    public CertificatePage Describe(PageInput input)
    {
        var facts = new TemplateFacts(input);
        var blocks = ready.Template.Blocks.Where(block => facts.MatchesAny(block.When))
            .Select(block => Describe(block, facts))
            .OfType<PageBlock>()
            .ToList();
        var title = blocks.OfType<PageBlock.Title>().FirstOrDefault();
        return new CertificatePage
        {
            TemplateVersion = ready.Template.Version,
            Language = ready.First.Language,
            IsRightToLeft = ready.First.IsRightToLeft,
            Size = ready.Template.Size,
            Accent = ready.Template.Accent,
            Fixed = ready.Fixed,
            Title = $"{title?.Text.First} {title?.Subtitle.First}".Trim(),
            Issuer = input.Issuer,
            Issued = input.Issued,
            CertificateId = input.CertificateId,
            Blocks = blocks,
        };
    }

    private PageBlock? Describe(TemplateBlock block, TemplateFacts facts)
    {
        var heading = block.Heading is null ? PageText.Empty : Label(block.Heading);
        switch (block.Type)
        {
            case TemplateBlockType.Title:
                return new PageBlock.Title(Choose(block.Letterhead, facts), Choose(block.Title, facts), Choose(block.Subtitle, facts));
            case TemplateBlockType.Status:
                return Choose(block.Text, facts) is { IsEmpty: false } status ? new PageBlock.Status(status) : null;
            case TemplateBlockType.Person:
                return new PageBlock.Person(
                    heading, facts.At(block.Name), Fields(block, facts), block.QrCaption is null ? PageText.Empty : Label(block.QrCaption));
            case TemplateBlockType.Fields:
                return Fields(block, facts) is { Count: > 0 } fields ? new PageBlock.Fields(heading, block.Columns, fields) : null;
            case TemplateBlockType.Earlier:
                return facts.Page.Earlier.Count > 0 ? Table(heading, facts.Page.Earlier) : null;
            default:
                if (Choose(block.Text, facts) is not { IsEmpty: false } text)
                {
                    return null;
                }

                return block.Type == TemplateBlockType.Foot ? new PageBlock.Foot(heading, text) : new PageBlock.Paragraph(heading, text);
        }
    }

    private PageBlock.Table Table(PageText heading, IReadOnlyList<PageRow> rows) => new(
        heading,
        [.. ready.Kind.EarlierColumns.Select(column => new TableColumn(Label(column.Label), column.Width))],
        [.. rows.Select(
            row => new TableRow([.. row.Cells.Select(cell => cell.IsDate ? dates.Date(cell.Text) : cell.Text)], row.IsReported))],
        new TableNotes(Label(ReadyTemplate.NotInCode), Label(ReadyTemplate.Reported), Label(ReadyTemplate.More)));

    private List<PageField> Fields(TemplateBlock block, TemplateFacts facts) =>
        [.. block.Fields.Select(field => Field(field, facts)).OfType<PageField>()];

    /// <summary>The fact, or its replacement, or null.</summary>
    private PageField? Field(TemplateField field, TemplateFacts facts)
    {
        var value = "";
        if (facts.MatchesAny(field.When))
        {
            value = field.Texts.Count > 0 ? Choose(field.Texts, facts).AsValue : Value(field, facts);
        }

        if (value.Length > 0)
        {
            return new PageField(Label(field.Label), value, field.Rank, field.Span);
        }

        return field.Else is null ? null : Field(field.Else, facts);
    }

    private string Value(TemplateField field, TemplateFacts facts)
    {
        if (field.Values.Count == 1)
        {
            return Format(facts.At(field.Values[0]), field.Format, facts);
        }

        var values = new List<(string Pointer, string Text)>(field.Values.Count);
        foreach (var pointer in field.Values)
        {
            if (Format(facts.At(pointer), field.Format, facts) is { Length: > 0 } value)
            {
                values.Add((pointer, value));
            }
        }

        var isAnyKnown = values.Exists(value => !Blank.Contains(value.Text));
        var texts = new List<string>(values.Count);
        foreach (var (pointer, text) in values)
        {
            var isKnown = !Blank.Contains(text) || (isAnyKnown && IsNamibia(pointer, text));
            if (isKnown && !texts.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                texts.Add(text);
            }
        }

        return string.Join(field.Join, texts);
    }

    /// <summary>
    /// As a country beside other values, "NA" is a code (ISO 3166-1) and not a missing value: the country is optional, so nobody must fill
    /// it with "NA".
    /// </summary>
    private static bool IsNamibia(string pointer, string text) =>
        text == "NA" && pointer.EndsWith("country", StringComparison.OrdinalIgnoreCase);

    private string Format(string value, TemplateFormat format, TemplateFacts facts) => format switch
    {
        _ when value.Length == 0 => "",
        TemplateFormat.Date => dates.Date(value),
        TemplateFormat.DateTime => dates.Time(value),
        TemplateFormat.Mask => MaskedIdentity.Of(value, facts.PersonCode),
        TemplateFormat.Upper => value.ToUpper(CultureInfo.InvariantCulture),
        _ => value,
    };

    private PageText Label(string key) =>
        labels.GetOrAdd(key, static (key, ready) => PageText.Of(ready.First.Find(key)!, ready.Second?.Find(key) ?? ""), ready);

    /// <summary>The first text whose condition is true and whose placeholders all have values.</summary>
    private PageText Choose(IReadOnlyList<TemplateText> texts, TemplateFacts facts)
    {
        foreach (var text in texts.Where(text => facts.MatchesAny(text.When)))
        {
            if (ready.First.Fill(text.Label, facts.Placeholder) is { } first)
            {
                return PageText.Of(first, ready.Second?.Fill(text.Label, facts.Placeholder) ?? "");
            }
        }

        return PageText.Empty;
    }

    /// <summary>
    /// In two languages as on passports (ICAO Doc 9303-3), "18 mai / May 2021", because readers of one language need not know the other's
    /// names. Names with the same beginning, such as "Sep" and "sept.", are not repeated.
    /// </summary>
    private static IReadOnlyList<string> MonthsOf(ReadyTemplate ready)
    {
        if (ready.Second is null)
        {
            return ready.First.Months;
        }

        return [.. ready.First.Months.Zip(ready.Second.Months, (first, second) => AreAlike(first, second) ? first : $"{first} / {second}")];
    }

    private static bool AreAlike(string first, string second)
    {
        var (one, other) = (first.TrimEnd('.'), second.TrimEnd('.'));
        return one.StartsWith(other, StringComparison.OrdinalIgnoreCase) || other.StartsWith(one, StringComparison.OrdinalIgnoreCase);
    }
}
