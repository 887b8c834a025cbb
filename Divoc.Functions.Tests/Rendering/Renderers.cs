using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>Renderers for the tests.</summary>
internal static class Renderers
{
    private static readonly FontLibrary Fonts = new();

    /// <summary>With the default settings.</summary>
    public static CertificateRenderer Default { get; } = Create("UTC", QrEncoding.Utf8Latin1);

    /// <summary>With settings of one's own.</summary>
    public static CertificateRenderer Create(string timeZone, QrEncoding encoding)
    {
        return new CertificateRenderer(Encoder(encoding), new SkiaPdfWriter(Fonts), Fonts, Options.Create(new TimeZoneOptions { TimeZone = timeZone }));
    }

    public static QrEncoder Encoder(QrEncoding encoding) => new(Options.Create(new QrOptions { Encoding = encoding }));

    /// <summary>The drawing of a page, before it is written.</summary>
    public static PageDrawing Draw(CertificatePageInput input)
    {
        var facts = CredentialFacts.Read(input.Credential);
        var dates = new PageDates(TimeZoneInfo.Utc);
        var page = facts.IsTest ? new TestPage(dates).Describe(facts) : new VaccinationPage(dates).Describe(facts, input);
        return new CertificateLayout(Fonts).Arrange(page, Encoder(QrEncoding.Utf8Latin1).Encode(input.Credential.Span));
    }

    public static CertificatePageInput Input(byte[] credential) => new(credential, [], null);
}
