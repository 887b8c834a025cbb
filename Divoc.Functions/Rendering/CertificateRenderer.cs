using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Rendering;

/// <summary>Makes the QR image and the page of a signed credential, in memory. Thread-safe; equal input gives equal bytes.</summary>
public sealed class CertificateRenderer
{
    private readonly QrEncoder qrEncoder;
    private readonly IPdfWriter writer;
    private readonly Dictionary<TemplateKind, (TemplatePage Page, CertificateLayout Layout)> pages;

    /// <summary>Takes what it renders with.</summary>
    /// <exception cref="TimeZoneNotFoundException">The time zone is not known on this machine.</exception>
    public CertificateRenderer(QrEncoder qrEncoder, IPdfWriter writer, FontLibrary fonts, TemplateSet templates, IOptions<TimeZoneOptions> timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone.Value.TimeZone);
        this.qrEncoder = qrEncoder;
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
        var qr = qrEncoder.Encode(input.Credential.Span);
        var (template, layout) = pages[facts.IsTest ? TemplateKind.Test : TemplateKind.Vaccination];
        var page = template.Describe(facts, input);
        var drawing = layout.Arrange(page, qr) with
        {
            Attachment = new Attachment("credential.json", "application/vc+ld+json", "The signed credential", input.Credential),
        };
        return (drawing, qr, page.TemplateVersion);
    }
}
