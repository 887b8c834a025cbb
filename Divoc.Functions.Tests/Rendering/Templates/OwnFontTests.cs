using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Rendering.Templates;

/// <summary>
/// A template may bring fonts. The program's own files stand for a country's: the bold Latin one as if it were somebody's regular font.
/// </summary>
public sealed class OwnFontTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "Rendering", "Pdf", "Fonts");

    private readonly TemporaryFolder folder = new();

    private string FolderPath => Path.GetDirectoryName(folder.PathOf("x"))!;

    [Fact]
    public void The_font_of_a_template_draws_all_its_characters_and_Noto_draws_the_others()
    {
        Font("utopia.ttf", "NotoSans-Bold.ttf");
        var sample = SampleCredential.Vaccination().WithSubject("name", "Amélie नदीषा Ngô");

        var templates = Load(new JsonObject { ["regular"] = "utopia.ttf" });
        var drawing = Renderers.Draw(Renderers.Create(templates), Renderers.Input(sample.Bytes));

        var own = templates.Of(OwnTypes.Vaccination.Page).Template.Fonts!;
        Assert.Same(own.Regular, own.Bold);
        var face = Renderers.Fonts.With(own)[Typeface.Own, FontWeight.Regular];
        var runs = drawing.Elements.OfType<TextElement>().Single(text => text.Text.Text == "Amélie नदीषा Ngô").Text.Runs;
        Assert.Equal(["Amélie ", "नदीषा", " Ngô"], runs.Select(run => Encoding.UTF8.GetString(run.Utf8.Span)));
        Assert.Equal([face, Renderers.Fonts[Typeface.Devanagari, FontWeight.Bold], face], runs.Select(run => run.Font));
        var pdf = PdfWriter.Write(drawing).Bytes;
        Scanner.Check(pdf);
        Assert.Contains("Amélie नदीषा Ngô", Scanner.Text(pdf), StringComparison.Ordinal);
        Assert.InRange(pdf.Length, 1, 100 * 1024);
    }

    [Fact]
    public void A_letter_with_a_mark_that_the_own_font_lacks_is_drawn_completely_in_Noto()
    {
        var fonts = Renderers.Fonts.With(new OwnFonts(
            new FontFile(Renderers.Fonts[Typeface.Gurmukhi, FontWeight.Regular].File),
            new FontFile(Renderers.Fonts[Typeface.Gurmukhi, FontWeight.Bold].File)));
        using var shaper = new TextShaper(fonts);

        var runs = shaper.Shape("ਸਿੰਘ 25 q\u0323", FontWeight.Regular).Runs;

        Assert.Equal("ਸਿੰਘ ", Encoding.UTF8.GetString(runs[0].Utf8.Span));
        Assert.Same(fonts[Typeface.Own, FontWeight.Regular], runs[0].Font);
        Assert.Equal("q\u0323", Encoding.UTF8.GetString(runs[^1].Utf8.Span)[^2..]);
        Assert.Same(fonts[Typeface.Sans, FontWeight.Regular], runs[^1].Font);
    }

    [Fact]
    public void A_script_that_only_the_own_font_supports_is_printable_if_every_template_uses_this_font()
    {
        using var ours = new FontLibrary();
        const string Script = "ꡀ";
        var own = ours.With(new OwnFonts(new FontFile(WithLetter(Script[0])), new FontFile(WithLetter(Script[0]))));

        Assert.False(new PrintableCharacters(ours).CanPrint(Script));
        Assert.True(new PrintableCharacters(own).CanPrint($"{Script} नदीषा"));
        Assert.False(new PrintableCharacters(own, ours).CanPrint(Script));
    }

    [Fact]
    public void A_font_of_a_Debian_package_prints_Chinese_and_Japanese()
    {
        const string Font = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf";
        Assert.SkipUnless(File.Exists(Font), "needs the package fonts-droid-fallback");
        const string Name = "王小明 山田太郎";
        folder.Write("droid.ttf", File.ReadAllBytes(Font));
        var own = Load(new JsonObject { ["regular"] = "droid.ttf" });
        var fonts = own.Of(OwnTypes.Vaccination.Page).Template.Fonts!;

        var drawing = Renderers.Draw(
            Renderers.Create(own), Renderers.Input(SampleCredential.Vaccination().WithSubject("name", Name).Bytes));
        var pdf = PdfWriter.Write(drawing).Bytes;

        Assert.All(
            drawing.Elements.OfType<TextElement>().SelectMany(text => text.Text.Runs),
            run => Assert.DoesNotContain((ushort)0, run.Glyphs.ToArray()));
        Assert.Contains(Name, Scanner.Text(pdf), StringComparison.Ordinal);
        Assert.InRange(pdf.Length, 1, 100 * 1024);
        Assert.True(new PrintableCharacters(Renderers.Fonts.With(fonts)).CanPrint(Name));
        Assert.False(new PrintableCharacters(Renderers.Fonts).CanPrint(Name));
    }

    [Fact]
    public void A_font_that_forbids_embedding_is_refused()
    {
        var file = File.ReadAllBytes(Path.Combine(Shipped, "NotoSans-Regular.ttf"));
        var rights = file.AsSpan().IndexOf(FontPruner.Table(file, "OS/2")) + 8;
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(rights), 0x0002);
        folder.Write("utopia.ttf", file);

        Assert.Contains("may not be embedded", ProblemOf("utopia.ttf"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_font_is_refused()
    {
        var file = File.ReadAllBytes(Path.Combine(Shipped, "NotoSans-Regular.ttf"));
        "fvar"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("GDEF"u8)));
        folder.Write("utopia.ttf", file);

        Assert.Contains("must be a static font", ProblemOf("utopia.ttf"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTTO", "must be a TrueType font")]
    [InlineData("", "damaged")]
    public void A_file_that_is_not_a_TrueType_font_is_refused(string text, string fault)
    {
        folder.Write("utopia.ttf", Encoding.ASCII.GetBytes(text));

        Assert.Contains(fault, ProblemOf("utopia.ttf"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_font_larger_than_the_limit_is_refused()
    {
        folder.Write("utopia.ttf", new byte[TemplateLimits.FontBytes + 1]);

        Assert.Contains("is larger than", ProblemOf("utopia.ttf"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post")]
    [InlineData("name")]
    [InlineData("hmtx")]
    public void A_font_without_a_required_table_is_refused(string table)
    {
        var file = File.ReadAllBytes(Path.Combine(Shipped, "NotoSansThai-Regular.ttf"));
        Encoding.ASCII.GetBytes("none", file.AsSpan(file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(table))));

        Assert.Contains("damaged", FontFileRules.ProblemOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_font_is_refused_and_a_damaged_one_causes_no_crash()
    {
        var whole = File.ReadAllBytes(Path.Combine(Shipped, "NotoSansThai-Regular.ttf"));

        // At the end up to three bytes fill the last table up and may be missing.
        Gen.Select(Gen.Int[0, whole.Length - 4], Gen.Int[0, whole.Length - 1], Gen.Byte).Sample(
            (length, place, value) =>
            {
                Assert.NotNull(FontFileRules.ProblemOf(whole[..length]));
                var damaged = whole.ToArray();
                damaged[place] = value;
                damaged[place % 300] ^= value;
                _ = FontFileRules.ProblemOf(damaged);
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void A_page_of_letter_size_keeps_its_margins()
    {
        var template = TemplateFiles.Small();
        template["page"] = new JsonObject { ["size"] = "Letter" };
        folder.Write("utopia.template.json", Encoding.UTF8.GetBytes(template.ToJsonString()));

        var drawing = Renderers.Draw(
            Renderers.Create(TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds)),
            Renderers.Input(SampleCredential.Vaccination().Bytes));

        Assert.Equal((612f, 792f), (drawing.Width, drawing.Height));
        var right = drawing.Elements.OfType<LineElement>().Max(line => line.ToX);
        Assert.Equal(612 - 48, right, 0.1);
        Assert.InRange(drawing.Elements.OfType<TextElement>().Max(text => text.Baseline), 700, 792 - 36);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A font of the program in which the letter A is given to another character, so that it alone has it.</summary>
    private static byte[] WithLetter(char letter)
    {
        var file = File.ReadAllBytes(Path.Combine(Shipped, "NotoSansThai-Regular.ttf"));
        var cmap = file.AsSpan()[file.AsSpan().IndexOf(FontPruner.Table(file, "cmap"))..];
        var tables = BinaryPrimitives.ReadUInt16BigEndian(cmap[2..]);
        for (var index = 0; index < tables; index++)
        {
            var table = cmap[(int)BinaryPrimitives.ReadUInt32BigEndian(cmap[(4 + (index * 8) + 4)..])..];
            if (BinaryPrimitives.ReadUInt16BigEndian(table) == 4)
            {
                MoveLastSegment(table, letter);
            }
        }

        return file;
    }

    /// <summary>Segments of a cmap subtable of format 4 are sorted; the one before the closing one is moved to the letter.</summary>
    private static void MoveLastSegment(Span<byte> table, char letter)
    {
        var segments = BinaryPrimitives.ReadUInt16BigEndian(table[6..]) / 2;
        var (ends, starts, deltas) = (14, 16 + (segments * 2), 16 + (segments * 4));
        var place = (segments - 2) * 2;
        var glyph = 3;
        BinaryPrimitives.WriteUInt16BigEndian(table[(ends + place)..], letter);
        BinaryPrimitives.WriteUInt16BigEndian(table[(starts + place)..], letter);
        BinaryPrimitives.WriteInt16BigEndian(table[(deltas + place)..], unchecked((short)(glyph - letter)));
        BinaryPrimitives.WriteUInt16BigEndian(table[(16 + (segments * 6) + place)..], 0);
    }

    private void Font(string name, string shipped) => folder.Write(name, File.ReadAllBytes(Path.Combine(Shipped, shipped)));

    private TemplateSet Load(JsonObject fonts)
    {
        var template = TemplateFiles.Small();
        template["fonts"] = fonts;
        folder.Write("utopia.template.json", Encoding.UTF8.GetBytes(template.ToJsonString()));
        return TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds);
    }

    private string ProblemOf(string file)
    {
        var problems = Assert.Throws<TemplateException>(() => Load(new JsonObject { ["regular"] = file })).Problems;
        return Assert.Single(problems, problem => problem.Pointer == "/fonts/regular").Message;
    }
}
