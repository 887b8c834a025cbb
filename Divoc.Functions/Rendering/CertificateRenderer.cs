using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering;

/// <summary>Makes the QR image and the page of a signed credential, in memory. Thread-safe; equal input gives equal bytes.</summary>
public sealed class CertificateRenderer
{
    private readonly QrEncoder _qrEncoder;
    private readonly IPdfWriter _writer;
    private readonly CertificateLayout _layout;
    private readonly VaccinationPage _vaccinationPage;
    private readonly TestPage _testPage;

    /// <summary>Takes what it renders with.</summary>
    /// <exception cref="TimeZoneNotFoundException">The time zone is not known on this machine.</exception>
    public CertificateRenderer(QrEncoder qrEncoder, IPdfWriter writer, FontLibrary fonts, IOptions<TimeZoneOptions> timeZone)
    {
        var dates = new PageDates(TimeZoneInfo.FindSystemTimeZoneById(timeZone.Value.TimeZone));
        _qrEncoder = qrEncoder;
        _writer = writer;
        _layout = new CertificateLayout(fonts);
        _vaccinationPage = new VaccinationPage(dates);
        _testPage = new TestPage(dates);
    }

    /// <summary>Renders a certificate.</summary>
    /// <exception cref="RenderingException">It can never be rendered: the credential is too large for a QR code, or not of the expected form.</exception>
    public RenderedCertificate Render(CertificatePageInput input)
    {
        var facts = CredentialFacts.Read(input.Credential);
        var qr = _qrEncoder.Encode(input.Credential.Span);
        var page = facts.IsTest ? _testPage.Describe(facts) : _vaccinationPage.Describe(facts, input);
        var pdf = _writer.Write(_layout.Arrange(page, qr));
        return new RenderedCertificate(QrPng.Write(qr), pdf, page.TemplateVersion);
    }
}
