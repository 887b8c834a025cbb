using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Rendering.Templates;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>The rules of PDF/A-3b (ISO 19005-3), as far as they concern what our writer can write. The objects are read by qpdf.</summary>
public sealed partial class PdfArchiveTests
{
    public static TheoryData<string> Names => [.. Pages.Keys];

    private static readonly Dictionary<string, Func<CertificatePage>> Pages = new()
    {
        ["plain"] = () => Page("en", "", "Nadeesha Perera"),
        ["letters beyond the shared fonts"] = () => Page("en", "fr", "Zoë Łódź Nguyễn ƙ"),
        ["a glyph that has the width of the font's last metric"] = () => Page("en", "", "Vai\u0307dotas \u012F\u0303 \u0456\u0457 Ị"),
        ["right to left"] = () => Page("ar", "en", "ليلى حسن الهاشمي"),
        ["conjuncts"] = () => Page("si", "ta", "ශ්‍රීමතී නදීෂා पेरेरा"),
        ["a character that no font has"] = () => Page("en", "", "Nadeesha \U00013080"),
        ["several codes"] = () => WithCodes(Page("en", "", "Nadeesha Perera"), 6),
        ["a drawn logo"] = () => WithLogo(new JsonObject
        {
            ["svgPath"] = "M2 2h20v9a9 9 0 0 1-18 0z M8 8 Q12 2 16 8 T20 8 C 20 12 16 12 16 8 Z",
            ["viewBox"] = new JsonArray(24, 24),
            ["heightMm"] = 12,
        }),
        ["a picture as logo"] = () => WithLogo(new JsonObject
        {
            ["png"] = Convert.ToBase64String(Scanner.Rasterise(Renderers.Default.Render(Input("Logo")).Pdf, 20)),
            ["heightMm"] = 12,
        }),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_starts_and_ends_as_PDF_A_requires(string name)
    {
        var pdf = Write(name);

        // 6.1.2 and 6.1.3.
        Assert.True(pdf.AsSpan().StartsWith("%PDF-1.7\n%"u8));
        Assert.All(pdf[10..14], character => Assert.True(character > 127));
        var trailer = Json(pdf)["trailer"]!["value"]!.AsObject();
        Assert.True(trailer.ContainsKey("/ID"));
        Assert.False(trailer.ContainsKey("/Encrypt"));
        Assert.EndsWith("\n%%EOF\n", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Scanner.Check(pdf);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_contains_nothing_that_PDF_A_forbids(string name)
    {
        var objects = Json(Write(name));

        // 6.1.7 (streams), 6.2.4 to 6.2.10 (colour, images, transparency), 6.3 to 6.5 (annotations, forms, actions), 6.9, 6.10.
        string[] forbidden =
        [
            "/LZWDecode", "/Crypt", "/FFilter", "/FDecodeParms", "/DeviceCMYK", "/Separation", "/DeviceN", "/Alternates", "/OPI", "/PS",
            "/Ref", "/SMask", "/Group", "/ExtGState",
            "/Interpolate", "/Annots", "/AcroForm", "/AA", "/OpenAction", "/JavaScript", "/JS", "/Launch", "/OCProperties",
            "/AlternatePresentations", "/PresSteps", "/Requirements", "/XFA", "/NeedsRendering",
        ];
        var all = Members(objects).ToHashSet();
        Assert.All(forbidden, word => Assert.DoesNotContain(word, all));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_catalog_declares_colour_profile_metadata_and_attached_files(string name)
    {
        var objects = Json(Write(name));
        var catalog = Resolve(objects, objects["trailer"]!["value"]!["/Root"])!;

        // 6.2.2: one output intent with a profile of three colours.
        var intent = Assert.Single(catalog["/OutputIntents"]!.AsArray())!;
        Assert.Equal("/GTS_PDFA1", (string?)intent["/S"]);
        Assert.Equal(3, (int?)Dictionary(objects, intent["/DestOutputProfile"])["/N"]);

        // 6.6.2.1: metadata that need no filter to be read.
        Assert.False(Dictionary(objects, catalog["/Metadata"]).AsObject().ContainsKey("/Filter"));

        // 6.8: each file with both names, its kind and what it is to the document.
        foreach (var file in catalog["/AF"]!.AsArray().Select(reference => Resolve(objects, reference)!))
        {
            Assert.NotNull(file["/F"]);
            Assert.NotNull(file["/UF"]);
            Assert.Equal("/Data", (string?)file["/AFRelationship"]);
            Assert.NotNull(Dictionary(objects, file["/EF"]!["/F"])["/Subtype"]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shown_glyph_is_embedded_with_its_width(string name)
    {
        var pdf = Write(name);
        var objects = Json(pdf);
        var shown = GlyphsOf(pdf, objects);

        Assert.NotEmpty(shown);
        foreach (var (font, glyphs) in shown)
        {
            // 6.2.11.3: one way from codes to glyphs; 6.2.11.4: embedded; 6.2.11.8: no .notdef.
            var descendant = Resolve(objects, font["/DescendantFonts"]![0])!;
            Assert.Equal("/Identity-H", (string?)font["/Encoding"]);
            Assert.Equal("/Identity", (string?)descendant["/CIDToGIDMap"]);
            Assert.Equal(
                ["u:Identity", "u:Adobe"],
                [(string?)descendant["/CIDSystemInfo"]!["/Ordering"], (string?)descendant["/CIDSystemInfo"]!["/Registry"]]);
            Assert.DoesNotContain((ushort)0, glyphs);
            var widths = WidthsOf(descendant["/W"]!.AsArray());
            var file = Stream(pdf, (string)Resolve(objects, descendant["/FontDescriptor"])!["/FontFile2"]!);
            Assert.All(glyphs, glyph => Assert.Equal(AdvanceOf(file, glyph), widths[glyph]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_files_of_a_template_start_with_the_same_bytes_which_contain_no_personal_data(string name)
    {
        var page = Pages[name]();
        var other = page with { CertificateId = "another", Issued = DateTimeOffset.UnixEpoch, Attachments = [], Codes = [], Blocks = [] };
        var writer = new PdfWriter(Renderers.Fonts);

        var (first, second) = (writer.Write(page), writer.Write(other));

        Assert.InRange(first.SharedLength, 12_000, 80_000);
        Assert.Equal(first.SharedLength, second.SharedLength);
        Assert.Equal(first.Bytes.AsSpan(0, first.SharedLength), second.Bytes.AsSpan(0, first.SharedLength));
    }

    [Fact]
    public void Letters_missing_from_the_shared_fonts_are_embedded_in_a_font_of_the_document()
    {
        static int Fonts(byte[] pdf) => Json(pdf).Count(item => (string?)item.Value?["value"]?["/Subtype"] == "/Type0");
        var writer = new PdfWriter(Renderers.Fonts);

        var (plain, other) = (writer.Write(Page("en", "", "Nadeesha Perera")).Bytes, writer.Write(Page("en", "", "Zoë Perera")).Bytes);

        Assert.Equal(Fonts(plain) + 1, Fonts(other));
        Assert.Contains("Zoë Perera", Scanner.Text(other), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_written_with_the_same_bytes_each_time(string name)
    {
        var (first, second) = (Pages[name](), Pages[name]());
        using var fonts = new FontLibrary();

        // The second time texts of the template are copied that the first time wrote.
        var writer = new PdfWriter(fonts);
        var written = writer.Write(first).Bytes;

        Assert.Equal(written, writer.Write(first).Bytes);
        Assert.Equal(written, new PdfWriter(Renderers.Fonts).Write(second).Bytes);
    }

    [Theory]
    [InlineData("en", "")]
    [InlineData("ar", "en")]
    public void No_personal_data_stays_in_memory(string language, string second)
    {
        using var fonts = new FontLibrary();
        var renderer = Renderers.Create(Renderers.BuiltIn(language, second));
        var name = WriteForSomebody(fonts, renderer);

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);

        Assert.False(name.TryGetTarget(out _));
        GC.KeepAlive(renderer);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<string> WriteForSomebody(FontLibrary fonts, CertificateRenderer renderer)
    {
        var page = renderer.Describe(Input("Somebody Whose-Name Is Kept Nowhere"));
        new PdfWriter(fonts).Write(page);
        return new WeakReference<string>(page.Blocks.OfType<PageBlock.Person>().Single().Name);
    }

    private static byte[] Write(string name) => new PdfWriter(Renderers.Fonts).Write(Pages[name]()).Bytes;

    private static CertificatePageInput Input(string name)
    {
        var doses = Enumerable.Range(1, 2)
            .Select(dose => new EarlierDose(
                dose, 2, "Covishield", $"LOT-{dose}", new DateTimeOffset(2025, 1, dose, 9, 0, 0, TimeSpan.Zero), "LKA"));
        return new CertificatePageInput(SampleCredential.Vaccination(3).WithSubject("name", name).Bytes, [.. doses], null);
    }

    private static CertificatePage Page(string language, string second, string name) =>
        Renderers.Create(Renderers.BuiltIn(language, second)).Describe(Input(name));

    private static CertificatePage WithCodes(CertificatePage page, int count) =>
        page with { Codes = [.. Enumerable.Repeat(page.Codes[0], count)] };

    private static CertificatePage WithLogo(JsonObject logo)
    {
        using var folder = new TemporaryFolder();
        var template = TemplateFiles.Small();
        template["logo"] = logo;
        var file = folder.Write("utopia.template.json", Encoding.UTF8.GetBytes(template.ToJsonString()));
        return Renderers.Create(TemplateSet.LoadFile(file, new PageLanguageOptions(), Renderers.Kinds)).Describe(Input("Nadeesha Perera"));
    }

    private static JsonObject Json(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        var json = JsonNode.Parse(CommandLineTool.Run("qpdf", "--json=2", "--json-key=qpdf", folder.Write("page.pdf", pdf)))!;
        return json["qpdf"]![1]!.AsObject();
    }

    private static JsonNode? Resolve(JsonObject objects, JsonNode? node)
    {
        return (string?)(node as JsonValue) is { } reference && reference.EndsWith(" R", StringComparison.Ordinal)
            ? objects[$"obj:{reference}"]?["value"]
            : node;
    }

    private static JsonNode Dictionary(JsonObject objects, JsonNode? reference) =>
        objects[$"obj:{(string?)reference}"]!["stream"]!["dict"]!;

    private static byte[] Stream(byte[] pdf, string reference)
    {
        using var folder = new TemporaryFolder();
        return CommandLineTool.Run(
            "qpdf", $"--show-object={reference.Split(' ')[0]}", "--filtered-stream-data", folder.Write("page.pdf", pdf));
    }

    /// <summary>All names of members and all names as values.</summary>
    private static IEnumerable<string> Members(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Members(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(Members),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    /// <summary>What each font shows on all pages.</summary>
    private static List<(JsonNode Font, HashSet<ushort> Glyphs)> GlyphsOf(byte[] pdf, JsonObject objects)
    {
        var shown = new Dictionary<string, HashSet<ushort>>();
        var fonts = new Dictionary<string, JsonNode>();
        foreach (var page in objects.Select(item => item.Value?["value"]).Where(value => (string?)value?["/Type"] == "/Page"))
        {
            foreach (var (name, reference) in Resolve(objects, page!["/Resources"])!["/Font"]!.AsObject())
            {
                fonts[name] = Resolve(objects, reference)!;
            }

            var font = "";
            foreach (Match match in Shown().Matches(Encoding.Latin1.GetString(Stream(pdf, (string)page["/Contents"]!))))
            {
                font = match.Groups["font"].Success ? match.Groups["font"].Value : font;
                foreach (var glyph in match.Groups["glyphs"].Value.Chunk(4))
                {
                    shown.TryAdd(font, []);
                    shown[font].Add(ushort.Parse(glyph, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                }
            }
        }

        return [.. shown.Select(font => (fonts[font.Key], font.Value))];
    }

    private static Dictionary<ushort, int> WidthsOf(JsonArray list)
    {
        var widths = new Dictionary<ushort, int>();
        for (var index = 0; index < list.Count; index += 2)
        {
            var first = (int)list[index]!;
            foreach (var (offset, width) in list[index + 1]!.AsArray().Index())
            {
                widths.Add((ushort)(first + offset), (int)width!);
            }
        }

        return widths;
    }

    private static int AdvanceOf(byte[] font, ushort glyph)
    {
        const int unitsPerEm = 18, numberOfLongMetrics = 34;
        var last = BinaryPrimitives.ReadUInt16BigEndian(FontPruner.Table(font, "hhea")[numberOfLongMetrics..]) - 1;
        var advance = BinaryPrimitives.ReadUInt16BigEndian(FontPruner.Table(font, "hmtx")[(Math.Min((int)glyph, last) * 4)..]);
        return (int)Math.Round(advance * 1000.0 / BinaryPrimitives.ReadUInt16BigEndian(FontPruner.Table(font, "head")[unitsPerEm..]));
    }

    /// <summary>The choice of a font, what glyphs mean, and glyphs.</summary>
    [GeneratedRegex("(?<font>/[A-Z][0-9]+) 1000 Tf|/ActualText <[0-9A-F]+>|<(?<glyphs>[0-9A-F]+)>")]
    private static partial Regex Shown();
}
