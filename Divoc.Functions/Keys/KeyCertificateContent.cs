using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Divoc.Functions.Keys;

/// <summary>The content of a certificate of a key, or of a request for one.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Usages">The extended key usage (RFC 5280 section 4.2.1.12), as OIDs in dots; none for all.</param>
public sealed record KeyCertificateContent(X500DistinguishedName Subject, IReadOnlyList<string> Usages)
{
    /// <summary>The longest text of a subject.</summary>
    public const int LongestSubject = 256;

    /// <summary>
    /// Reads a subject such as <c>CN=Signer, O=Ministry of Health, C=XX</c>, the most specific name first. Null if it is not one.
    /// </summary>
    public static X500DistinguishedName? TryReadSubject(string text)
    {
        if (text.Length is 0 or > LongestSubject || text.Any(char.IsControl))
        {
            return null;
        }

        try
        {
            return new X500DistinguishedName(text) is { RawData.Length: > 2 } name ? name : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
