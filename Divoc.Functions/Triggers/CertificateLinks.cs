using Divoc.Functions.Keys;

namespace Divoc.Functions.Triggers;

/// <summary>Where the parts of a certificate are.</summary>
/// <param name="Credential">The signed credential.</param>
/// <param name="Qr">The QR image.</param>
/// <param name="Pdf">The page.</param>
internal sealed record CertificateLinks(string Credential, string Qr, string Pdf)
{
    /// <summary>The links of a certificate.</summary>
    public static CertificateLinks Of(string certificateId, PublicAddressOptions address)
    {
        var url = address.UrlOf($"/certificates/{certificateId}");
        return new CertificateLinks($"{url}/credential.json", $"{url}/qr.png", $"{url}/certificate.pdf");
    }
}
