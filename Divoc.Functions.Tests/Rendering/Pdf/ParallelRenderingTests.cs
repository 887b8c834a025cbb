using System.Text;
using System.Text.RegularExpressions;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

[Trait("Kind", "Slow")]
public sealed partial class ParallelRenderingTests
{
    private const int Pages = 300;

    [Fact]
    public void Hundreds_of_pages_rendered_concurrently_each_show_their_own_data()
    {
        using var folder = new TemporaryFolder();
        var scripts = ScriptSamples.All.Where(sample => !ScriptSamples.IsTurned(sample.Key)).Select(sample => sample.Value).ToArray();
        var files = new string[Pages];
        var expected = new string[Pages];
        Parallel.For(0, Pages, index =>
        {
            var text = $"{scripts[index % scripts.Length].Text} {index}";
            var sample = SampleCredential.Vaccination(1 + (index % 3)).WithSubject("name", text).WithEvidence("batch", $"LOT-{index}");
            sample.Evidence["facility"]!["name"] = text;
            var input = Renderers.Input(sample.Bytes);
            files[index] = folder.Write($"{index}.pdf", Renderers.Default.Render(input).Pdf);
            expected[index] = string.Concat(Renderers.Draw(input).Elements.OfType<TextElement>().Select(element => element.Text.Text));
        });

        var merged = folder.PathOf("all.pdf");
        CommandLineTool.Run("qpdf", ["--empty", "--pages", .. files, "--", merged]);
        var pages = Encoding.UTF8.GetString(CommandLineTool.Run("pdftotext", "-raw", "-enc", "UTF-8", merged, "-")).Split('\f');

        Assert.Equal(Pages + 1, pages.Length);
        Assert.All(expected, (text, index) => Assert.Equal(BlanksAndMarks().Replace(text, ""), BlanksAndMarks().Replace(pages[index], "")));
    }

    /// <summary>White space, and the marks of direction that the extractor adds.</summary>
    [GeneratedRegex(@"[\s\u202A-\u202E\u2066-\u2069]+")]
    private static partial Regex BlanksAndMarks();
}
