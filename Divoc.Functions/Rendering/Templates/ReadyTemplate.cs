namespace Divoc.Functions.Rendering.Templates;

/// <summary>A template with the languages it is printed in.</summary>
/// <param name="Template">The template.</param>
/// <param name="First">Labels of the page's language.</param>
/// <param name="Second">Labels of the language beside it, or null.</param>
internal sealed record ReadyTemplate(CertificateTemplate Template, LabelSet First, LabelSet? Second)
{
    /// <summary>Keys that the page itself needs beside those that the template names: the table of earlier doses.</summary>
    public static readonly string[] TableKeys =
        ["label.dose", "label.vaccine", "label.batch", "label.date", "label.country", "note.notInCode", "note.reported", "note.more"];

    /// <summary>Labels that are missing, as problems.</summary>
    public IEnumerable<TemplateProblem> MissingLabels()
    {
        return from labels in new[] { First, Second }
               where labels is not null
               from key in Keys().Distinct()
               where labels.Find(key) is null
               select new TemplateProblem(Template.File, "/labels", $"has no text for \"{key}\" in {labels.Language}, and neither has a label file of that language.");
    }

    private IEnumerable<string> Keys()
    {
        foreach (var block in Template.Blocks)
        {
            var texts = block.Letterhead.Concat(block.Title).Concat(block.Subtitle).Concat(block.Text);
            var keys = texts.Select(text => text.Label)
                .Concat(new[] { block.Heading, block.QrCaption }.OfType<string>())
                .Concat(block.Fields.SelectMany(KeysOf))
                .Concat(block.Type == TemplateBlockType.EarlierDoses ? TableKeys : []);
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
