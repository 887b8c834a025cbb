using System.Text;
using System.Xml.Linq;
using Divoc.Functions.Rendering.Pdf.Writing;
using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class PdfQualityTests
{
    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace PdfaId = "http://www.aiim.org/pdfa/ns/id/";

    [Fact]
    public void The_signed_credential_is_attached_byte_for_byte()
    {
        var credential = SampleCredential.Vaccination().Bytes;

        var pdf = Render(credential);

        Assert.Equal(credential, Scanner.Attachment(pdf, "credential.json"));
        var text = Encoding.Latin1.GetString(pdf);
        Assert.Contains("/AFRelationship /Data", text, StringComparison.Ordinal);
        Assert.Matches(@"/AF \[\d+ 0 R\]", text);
        Assert.Contains("/Subtype /application#2Fvc#2Bld#2Bjson", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_metadata_declare_PDF_A_3b_and_agree_with_the_information_dictionary()
    {
        var pdf = Render(SampleCredential.Vaccination().Bytes);

        var description = Xmp(pdf);

        Assert.Equal("3", description.Element(PdfaId + "part")!.Value);
        Assert.Equal("B", description.Element(PdfaId + "conformance")!.Value);
        Assert.Equal("Provisional Certificate for COVID-19 Vaccination", description.Element(Dublin + "title")!.Value);
        Assert.Equal("https://health.example/", description.Element(Dublin + "creator")!.Value);
        Assert.Equal("en", description.Element(Dublin + "language")!.Value);
        var text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-1.7\n", text, StringComparison.Ordinal);
        Assert.Contains("/Producer (Divoc.Functions)", text, StringComparison.Ordinal);
        Assert.Contains("/GTS_PDFA1", text, StringComparison.Ordinal);
        Assert.Matches("/ID \\[<([0-9A-F]{32})> <\\1>\\]", text);
    }

    [Fact]
    public void The_colour_profile_is_sRGB()
    {
        using var space = SKColorSpace.CreateIcc(SrgbProfile.Write());

        Assert.NotNull(space);
        Assert.True(space.IsSrgb);
    }

    [Theory]
    [InlineData("<</Type /Catalog /Type /Page\n/Contents 1 0 R startxref\n0 trailer")]
    [InlineData(") >> endobj <<\\ ]]> & <x>")]
    [InlineData("කොවිඩ් محمد \uD83D\uDE00")]
    public void No_value_can_break_the_document(string value)
    {
        var credential = SampleCredential.Vaccination().WithEvidence("prophylaxis", value).WithEvidence("certificateId", value).Bytes;

        var pdf = Render(credential);

        Scanner.Check(pdf);
        Assert.Equal(credential, Scanner.Attachment(pdf, "credential.json"));
        Assert.Contains(value[..3], Xmp(pdf).Element(Dublin + "description")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Different_documents_have_different_identifiers()
    {
        static string Id(byte[] pdf) => Encoding.Latin1.GetString(pdf)[^120..];

        Assert.NotEqual(Id(Render(SampleCredential.Vaccination(1).Bytes)), Id(Render(SampleCredential.Vaccination(2).Bytes)));
    }

    private static byte[] Render(byte[] credential) => Renderers.Default.Render(Renderers.Input(credential)).Pdf;

    private static XElement Xmp(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        var packet = Encoding.UTF8.GetString(CommandLineTool.Run("pdfinfo", "-meta", folder.Write("page.pdf", pdf)));
        return XDocument.Parse(packet.Trim()).Descendants(Rdf + "Description").Single();
    }
}
