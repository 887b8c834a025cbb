using System.Security.Cryptography;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Verification;

/// <summary>
/// Lists of document signer certificates, as the EU's gateway and countries publish them. Only the certificates are used; other data in a
/// list, including its kids, and the signatures of lists are ignored.
/// </summary>
internal static class SignerLists
{
    private const string DocumentSigner = "DSC";

    /// <summary>Whether a document is such a list.</summary>
    public static bool IsOne(JsonNodeReader root) => root.Value.ValueKind == System.Text.Json.JsonValueKind.Array
        || root.Find("certificates") is not null
        || root.Find("dsc_trust_list") is not null;

    /// <summary>
    /// The keys of the gateway's form, an array of <c>{certificateType, rawData}</c> (directly or under <c>certificates</c>), of which only
    /// the type DSC is used; or of <c>{"dsc_trust_list": {"SE": {"keys": [{"x5c": […]}]}}}</c>.
    /// </summary>
    /// <exception cref="TrustedIssuerException">A certificate can't be read, or there is none.</exception>
    public static IReadOnlyList<TrustedKey> Read(JsonNodeReader root)
    {
        var keys = CertificatesOf(root).Select(ReadCertificate).OfType<TrustedKey>().ToList();
        return keys.Count > 0
            ? keys
            : throw new TrustedIssuerException("lists no document signer certificate with an RSA key or one on the curve P-256.");
    }

    private static IEnumerable<string?> CertificatesOf(JsonNodeReader root)
    {
        if (root.Find("dsc_trust_list") is { } countries)
        {
            return countries.Members()
                .SelectMany(country => country.Find("keys")?.Items() ?? [])
                .Select(key => key.Find("x5c")?.Items().FirstOrDefault()?.TextOrNull());
        }

        var entries = root.Find("certificates") is { } list ? list.Items() : root.Items();
        return entries.Where(entry => entry.TextOrNull("certificateType") is null or DocumentSigner)
            .Select(entry => entry.TextOrNull("rawData"));
    }

    private static TrustedKey? ReadCertificate(string? base64)
    {
        try
        {
            return PublicKeys.OfCertificate(Convert.FromBase64String(
                base64 ?? throw new TrustedIssuerException("has an entry without a certificate (rawData, or x5c).")));
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            throw new TrustedIssuerException("has a certificate that can't be read.", fault);
        }
    }
}
