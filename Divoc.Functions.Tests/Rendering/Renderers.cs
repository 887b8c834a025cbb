using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Pictures;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>Renderers for the tests.</summary>
internal static class Renderers
{
    /// <summary>The fonts, loaded once.</summary>
    public static FontLibrary Fonts { get; } = new();

    /// <summary>The kinds of pages of the program.</summary>
    public static PageKinds Kinds { get; } = new([OwnTypes.Vaccination.Page, OwnTypes.Test.Page, OwnTypes.Recovery.Page]);

    /// <summary>With the default settings.</summary>
    public static CertificateRenderer Default { get; } = Create("UTC", QrEncoding.Utf8Latin1);

    /// <summary>With settings of one's own.</summary>
    public static CertificateRenderer Create(string timeZone, QrEncoding encoding)
    {
        return Create(BuiltIn("en"), timeZone, Encoder(encoding));
    }

    /// <summary>With templates of one's own.</summary>
    public static CertificateRenderer Create(TemplateSet templates) => Create(templates, "UTC", Encoder(QrEncoding.Utf8Latin1));

    /// <summary>The built-in templates in one language or two.</summary>
    public static TemplateSet BuiltIn(string language, string second = "")
    {
        return TemplateSet.Load("", new PageLanguageOptions { Language = language, SecondLanguage = second }, Kinds);
    }

    public static DivocQr Encoder(QrEncoding encoding, QrErrorCorrection errorCorrection = QrErrorCorrection.M)
    {
        return new(new QrOptions { Encoding = encoding, ErrorCorrection = errorCorrection });
    }

    /// <summary>The drawing of a page, before it is written.</summary>
    public static PageDrawing Draw(CertificatePageInput input) => Draw(Default, input);

    /// <summary>The drawing that the default writer makes of a page.</summary>
    public static PageDrawing Draw(CertificateRenderer renderer, CertificatePageInput input) =>
        new CertificateLayout(Fonts).Arrange(renderer.Describe(input));

    /// <summary>A drawing as a picture of modest resolution.</summary>
    public static byte[] Paint(PageDrawing drawing, int dotsPerInch = 96) => PagePicture.Write(drawing, dotsPerInch);

    public static CertificatePageInput Input(byte[] credential) => new(credential, [], null);

    private static CertificateRenderer Create(TemplateSet templates, string timeZone, DivocQr encoder)
    {
        return new CertificateRenderer(templates, new PdfWriter(Fonts), encoder, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
    }
}
