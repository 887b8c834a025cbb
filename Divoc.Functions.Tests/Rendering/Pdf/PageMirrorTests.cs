using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class PageMirrorTests
{
    [Fact]
    public void A_page_in_a_language_from_right_to_left_is_the_mirror_of_the_other()
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

    private static PageDrawing Draw(string language)
    {
        return Renderers.Create(Renderers.BuiltIn(language)).Draw(Renderers.Input(SampleCredential.Vaccination().Bytes)).Drawing;
    }

    private static ModulesElement Code(PageDrawing drawing) => Assert.Single(drawing.Elements.OfType<ModulesElement>());
}
