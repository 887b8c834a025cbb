using Divoc.Functions.Certificates;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>The query of DIVOC's calls for a person's latest certificate in another format (specification 05 and 06).</summary>
internal static class LatestQuery
{
    /// <summary>The parameter with the person's code.</summary>
    public const string CodeParameter = "refId";

    /// <summary>The parameter for the QR image.</summary>
    public const string KindParameter = "type";

    // DIVOC compares it case-insensitively, and treats every other word as the page.
    private const string QrKind = "qrcode";

    /// <summary>The person's code; empty for none, and then nothing is found.</summary>
    public static string CodeOf(HttpRequest request) => request.Query[CodeParameter].ToString();

    /// <summary>The QR image or the page.</summary>
    public static CertificatePart PartOf(HttpRequest request)
    {
        return string.Equals(request.Query[KindParameter], QrKind, StringComparison.OrdinalIgnoreCase)
            ? CertificatePart.Qr
            : CertificatePart.Pdf;
    }
}
