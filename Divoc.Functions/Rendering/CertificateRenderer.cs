using System.Text.Json;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Rendering;

/// <summary>Makes the QR image and the page of a signed credential, in memory. Thread-safe; equal input gives equal bytes.</summary>
public sealed class CertificateRenderer
{
    private readonly DivocQr divocQr;
    private readonly IPdfWriter writer;
    private readonly Dictionary<TemplateKind, (TemplatePage Page, CertificateLayout Layout)> pages;

    /// <summary>Takes what it renders with.</summary>
    /// <exception cref="TimeZoneNotFoundException">The time zone is not known on this machine.</exception>
    public CertificateRenderer(DivocQr divocQr, IPdfWriter writer, FontLibrary fonts, TemplateSet templates, IOptions<TimeZoneOptions> timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone.Value.TimeZone);
        this.divocQr = divocQr;
        this.writer = writer;
        pages = Enum.GetValues<TemplateKind>().ToDictionary(kind => kind, kind => (new TemplatePage(templates[kind], zone), new CertificateLayout(templates[kind].FontsOver(fonts))));
    }

    /// <summary>Renders a certificate.</summary>
    /// <exception cref="RenderingException">It can never be rendered: the credential is too large for a QR code, or not of the expected form.</exception>
    public RenderedCertificate Render(CertificatePageInput input)
    {
        var (drawing, qr, version) = Draw(input);
        return new RenderedCertificate(QrPng.Write(qr), writer.Write(drawing), version);
    }

    /// <summary>Lays a certificate out, without writing it.</summary>
    /// <exception cref="RenderingException">As for <see cref="Render"/>.</exception>
    internal (PageDrawing Drawing, QrSymbol Qr, string TemplateVersion) Draw(CertificatePageInput input)
    {
        var facts = CredentialFacts.Read(input.Credential);
        var qr = divocQr.Encode(input.Credential.Span);
        var (template, layout) = pages[facts.IsTest ? TemplateKind.Test : TemplateKind.Vaccination];
        var page = template.Describe(facts, input);
        var drawing = layout.Arrange(page, qr) with
        {
            Attachment = new Attachment("credential.json", "application/vc+ld+json", "The signed credential", input.Credential),
        };
        return (drawing, qr, page.TemplateVersion);
    }
}

/// <summary>What a certificate's QR code and page are made from.</summary>
/// <param name="Credential">The signed credential, UTF-8 JSON, byte for byte as it is stored; what the QR code carries.</param>
/// <param name="EarlierDoses">Doses before this one, in rising order, one each; empty for a first dose and for a test.</param>
/// <param name="Meta">The partner's free facts (<c>meta.vaccinations</c>, <c>meta.previousDoses</c> are shown), of whatever shape; null if none.</param>
public sealed record CertificatePageInput(ReadOnlyMemory<byte> Credential, IReadOnlyList<EarlierDose> EarlierDoses, JsonElement? Meta);

/// <summary>A certificate as people see it.</summary>
/// <param name="QrPng">The QR code as PNG.</param>
/// <param name="Pdf">The page as PDF.</param>
/// <param name="TemplateVersion">Which template made the page, such as <c>vaccination/1</c>.</param>
public sealed record RenderedCertificate(byte[] QrPng, byte[] Pdf, string TemplateVersion);
