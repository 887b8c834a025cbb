using System.Text;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class CertificateLayoutTests
{
    private const float PointsPerMillimetre = 72 / 25.4f;

    public static TheoryData<string> Names => [.. Pages.Keys];

    private static readonly Dictionary<string, CertificatePageInput> Pages = new()
    {
        ["first dose"] = Input(SampleCredential.Vaccination()),
        ["final dose"] = Input(SampleCredential.Vaccination(2), 1),
        ["booster"] = Input(SampleCredential.Vaccination(5), 4),
        ["many doses"] = Input(SampleCredential.Vaccination(40), 39),
        ["test"] = Input(SampleCredential.Test()),
        ["recovery"] = Input(SampleCredential.Recovery()),
        ["120-character name"] = Input(SampleCredential.Vaccination().WithSubject("name", Words(120))),
        ["1,000-character name"] = Input(SampleCredential.Vaccination().WithSubject("name", Words(1_000))),
        ["all fields of 1,000 characters"] = Input(Everything(Words(1_000)), 9),
        ["all fields of 1,000 characters without a blank"] = Input(Everything(new string('W', 1_000)), 9),
        ["all fields in a script without a font"] = Input(Everything(string.Concat(Enumerable.Repeat("Ꭰ", 1_000))), 9),
        ["a short text in a script without a font"] = Input(Everything("ნინო"), 9),
        ["all fields in Devanagari without a blank"] = Input(Everything(string.Concat(Enumerable.Repeat("क्षि", 250))), 9),
        ["all fields in Arabic"] = Input(Everything(string.Concat(Enumerable.Repeat("عبد الرحمن (12) Omar ", 45))), 9),
        ["all fields in Thai without a blank"] = Input(Everything(string.Concat(Enumerable.Repeat("กรุงเทพมหานครประเทศไทย", 45))), 9),
        ["all fields of letters with more marks than a line holds, for which there is no font"] =
            Input(Everything(string.Concat(Enumerable.Repeat("Z" + new string('\u0351', 99), 10))), 9),
        ["nothing but a code"] = new CertificatePageInput("""{"credentialSubject":{},"evidence":[{}]}"""u8.ToArray(), [], null),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void No_elements_overlap_and_none_leaves_the_margins(string name)
    {
        var drawing = Renderers.Draw(Pages[name]);
        var code = Assert.Single(drawing.Elements.OfType<ModulesElement>());
        var codeBox = Box(code);
        var texts = drawing.Elements.OfType<TextElement>()
            .Where(text => !text.Text.IsEmpty)
            .Select(text => (text.Text.Text, Box: Box(text)))
            .ToList();

        foreach (var (text, box) in texts)
        {
            Assert.True(
                box.Left >= 48 - 0.1 && box.Right <= drawing.Width - 48 + 0.1 && box.Top >= 20 && box.Bottom <= drawing.Height - 20,
                $"'{text}' leaves the margins: {box}");
            Assert.False(Overlap(box, codeBox), $"'{text}' lies on the code.");
        }

        for (var first = 0; first < texts.Count; first++)
        {
            for (var second = first + 1; second < texts.Count; second++)
            {
                Assert.False(Overlap(texts[first].Box, texts[second].Box), $"'{texts[first].Text}' lies on '{texts[second].Text}'.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_code_is_at_least_60_mm_wide(string name)
    {
        var box = Box(Assert.Single(Renderers.Draw(Pages[name]).Elements.OfType<ModulesElement>()));

        Assert.InRange((box.Right - box.Left) / PointsPerMillimetre, 60, 76);
    }

    [Fact]
    public void A_name_of_1000_characters_is_printed_completely()
    {
        var name = Words(1_000);

        Assert.Contains(
            WithoutBlanks(name), WithoutBlanks(TextOf(SampleCredential.Vaccination().WithSubject("name", name))), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_values_wrap_and_shrink_before_any_is_truncated()
    {
        var sample = SampleCredential.Vaccination().WithEvidence("manufacturer", Words(700)).WithEvidence("prophylaxis", Words(500));

        Assert.DoesNotContain("…", TextOf(sample), StringComparison.Ordinal);
    }

    [Fact]
    public void If_everything_is_too_long_the_primary_facts_stay_complete()
    {
        var text = WithoutBlanks(TextOf(Everything(Words(600))));

        Assert.Contains("…", text, StringComparison.Ordinal);
        Assert.Contains("Beneficiary" + WithoutBlanks(Words(600)), text, StringComparison.Ordinal);
        Assert.Contains("Vaccine" + WithoutBlanks(Words(600)), text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_without_a_glyph_is_shown_as_its_code_and_extracted_as_itself()
    {
        var input = Input(SampleCredential.Vaccination().WithSubject("name", "Amit Ꭰ"));

        var name = Renderers.Draw(input).Elements.OfType<TextElement>().Single(text => text.Text.Text == "Amit Ꭰ").Text;

        Assert.Equal(["Amit ", "Ꭰ"], name.Runs.Select(run => Encoding.UTF8.GetString(run.Utf8.Span)));
        Assert.Equal("[U+13A0]".Length, name.Runs[1].Glyphs.Length);
        Assert.All(name.Runs, run => Assert.DoesNotContain((ushort)0, run.Glyphs.ToArray()));
        Assert.All(name.Runs[1].Clusters.ToArray(), cluster => Assert.Equal(0u, cluster));
        Assert.Contains("Amit Ꭰ", Scanner.Text(Renderers.Default.Render(input).Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_letters_without_a_font_are_shown_as_sixty_codes()
    {
        var name = string.Concat(Enumerable.Range(0x13A0, 60).Select(letter => (char)letter));

        var runs = Renderers.Draw(Input(SampleCredential.Vaccination().WithSubject("name", name))).Elements.OfType<TextElement>()
            .SelectMany(text => text.Text.Runs)
            .Where(run => name.Contains(Encoding.UTF8.GetString(run.Utf8.Span), StringComparison.Ordinal) && run.Utf8.Length == 3)
            .ToList();

        Assert.Equal(60, runs.Count);
        Assert.All(runs, run => Assert.Equal("[U+13A0]".Length, run.Glyphs.Length));
    }

    [Theory]
    [InlineData(0x0B, 0x4F, 0x6C)]
    [InlineData(0x7A, 0x1F, 0x1F)]
    public void Every_text_has_a_contrast_of_at_least_4_5_to_its_background(byte red, byte green, byte blue)
    {
        var look = new PageLook(new PageColor(red, green, blue), PageSize.A4);
        Assert.All(
            new[]
            {
                look.Letterhead, look.Title, look.Subtitle, look.Status, look.Heading, look.SmallHeading, PageLook.Name, PageLook.Label,
                PageLook.Value, PageLook.PrimaryValue, PageLook.Paragraph, PageLook.SmallPrint,
            },
            style => Assert.All(new[] { PageLook.White, look.Tint }, ground => Assert.True(style.Color.ContrastWith(ground) >= 4.5)));
        Assert.Equal(21, PageLook.Black.ContrastWith(PageLook.White), 0.01);
    }

    private static CertificatePageInput Input(SampleCredential sample, int earlierDoses = 0)
    {
        var doses = Enumerable.Range(1, earlierDoses)
            .Select(dose => new EarlierDose(
                dose, 2, "Covishield", $"LOT-{dose}", new DateTimeOffset(2025, 1, 5, 9, 0, 0, TimeSpan.Zero).AddDays(dose), "LKA"));
        return new CertificatePageInput(sample.Bytes, [.. doses], null);
    }

    private static SampleCredential Everything(string text)
    {
        var sample =
            SampleCredential.Vaccination(10).WithSubject("name", text).WithSubject("gender", text).WithSubject("nationality", text);
        foreach (var member in new[] { "batch", "vaccine", "manufacturer", "icd11Code", "prophylaxis" })
        {
            sample.WithEvidence(member, text);
        }

        foreach (var member in new[] { "streetAddress", "district", "city", "addressRegion" })
        {
            sample.Subject["address"]![member] = text + member;
            sample.Evidence["facility"]!["address"]![member] = text + member;
        }

        sample.Evidence["facility"]!["name"] = text;
        return sample;
    }

    private static string Words(int length)
    {
        return new StringBuilder().Insert(0, "Maximiliana Oberhausen-Lindqvist ", (length / 32) + 1).ToString()[..length].Trim();
    }

    private static string TextOf(SampleCredential sample) => Scanner.Text(Renderers.Default.Render(Input(sample)).Pdf);

    private static string WithoutBlanks(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private static (float Left, float Top, float Right, float Bottom) Box(TextElement text)
    {
        // From a capital's top to the tail of a g, not the whole line: lines may touch with their leading.
        return (text.X, text.Baseline - (0.72f * text.Size), text.X + (text.Text.Width * text.Size), text.Baseline + (0.2f * text.Size));
    }

    private static (float Left, float Top, float Right, float Bottom) Box(ModulesElement code)
    {
        var side = code.Symbol.Size * code.ModuleSize;
        return (code.X, code.Y, code.X + side, code.Y + side);
    }

    private static bool Overlap(
        (float Left, float Top, float Right, float Bottom) one, (float Left, float Top, float Right, float Bottom) other)
    {
        return one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;
    }
}
