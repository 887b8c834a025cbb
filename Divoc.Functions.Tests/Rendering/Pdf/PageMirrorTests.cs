using System.Text;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class PageMirrorTests
{
    [Fact]
    public void A_page_in_a_right_to_left_language_is_the_mirror_image_of_a_left_to_right_page()
    {
        var (english, arabic) = (Draw("en"), Draw("ar"));

        Assert.Equal("ar", arabic.Properties.Language);
        Assert.True(Code(english).X > english.Width / 2);
        Assert.True(Code(arabic).X < arabic.Width / 2);
        Assert.Equal(48, english.Elements.OfType<TextElement>().First().X, 0.1);
        var title = arabic.Elements.OfType<TextElement>().First();
        Assert.Equal(arabic.Width - 48, title.X + (title.Text.Width * title.Size), 0.1);
        Assert.Equal(
            english.Elements.OfType<TextElement>().Count(text => text.Text.Text == "Nadeesha Perera"),
            arabic.Elements.OfType<TextElement>().Count(text => text.Text.Text == "Nadeesha Perera"));
    }

    [Theory]
    [InlineData("en", "ar")]
    [InlineData("ar", "en")]
    public void A_paragraph_in_the_second_language_starts_at_the_side_of_its_own_direction(string language, string second)
    {
        var drawing = Draw(language, second);

        var texts = drawing.Elements.OfType<TextElement>().Where(text => text.Baseline > drawing.Height - 80).ToList();
        Assert.Contains(texts, text => text.Text.IsRightToLeft);
        Assert.Contains(texts, text => !text.Text.IsRightToLeft);
        Assert.All(texts.TakeLast(4), text => Assert.Equal(
            text.Text.IsRightToLeft ? drawing.Width - 48 : 48,
            text.Text.IsRightToLeft ? text.X + (text.Text.Width * text.Size) : text.X,
            0.1));
    }

    [Fact]
    public void Two_text_directions_on_one_line_are_kept_separate()
    {
        var dose = Draw("en", "ar").Elements.OfType<TextElement>().Select(text => text.Text).Single(text => text.Text == "1 of 2 (1 من 2)");

        Assert.Equal("1 of 2 (2 من 1)", FromTheLeft(dose));
    }

    [Fact]
    public void On_a_line_with_two_languages_the_first_is_at_the_start_side_of_the_page()
    {
        var texts = Draw("ar", "en").Elements.OfType<TextElement>().Select(text => text.Text).ToList();

        // Brackets among letters from right to left are drawn mirrored: the bracket that closes stands at the left and looks like "(".
        Assert.Equal(")1 of 2 (2 من 1", FromTheLeft(texts.Single(text => text.Text == "1 من 2 (1 of 2)")));
        Assert.Equal(
            "Certificate/الشهادة",
            FromTheLeft(texts.Single(text => text.Text == "الشهادة / Certificate")).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_title_is_complete_in_both_languages_even_if_they_share_a_part()
    {
        var texts = Renderers.Draw(Renderers.Create(Renderers.BuiltIn("es", "pt")), Renderers.Input(SampleCredential.Test().Bytes)).Elements
            .OfType<TextElement>()
            .Select(text => text.Text.Text)
            .ToList();

        Assert.Contains("Certificado de resultado de prueba", texts);
        Assert.Contains("Certificado de resultado de teste de COVID-19", texts);
    }

    private static string FromTheLeft(ShapedText text) =>
        string.Concat(text.Runs.OrderBy(run => run.X).Select(run => Encoding.UTF8.GetString(run.Utf8.Span)));

    private static PageDrawing Draw(string language, string second = "")
    {
        return Renderers.Draw(Renderers.Create(Renderers.BuiltIn(language, second)), Renderers.Input(SampleCredential.Vaccination().Bytes));
    }

    private static ModulesElement Code(PageDrawing drawing) => Assert.Single(drawing.Elements.OfType<ModulesElement>());
}
