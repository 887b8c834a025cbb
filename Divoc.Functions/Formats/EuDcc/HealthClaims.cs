using System.Formats.Cbor;
using System.Text.Json;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// The signed payload: a CWT (RFC 8392) whose claim -260 has the certificate under the key 1 (Electronic Health Certificate Specification
/// 1.0.1, section 3.3).
/// </summary>
/// <param name="Country">The issuing country (claim 1); null for none.</param>
/// <param name="IssuedAt">When it was signed (claim 6, UTC); null for none.</param>
/// <param name="ExpiresAt">When its validity ends (claim 4, UTC); null for none.</param>
/// <param name="Certificate">The certificate as JSON; undefined for none.</param>
internal sealed record HealthClaims(string? Country, DateTimeOffset? IssuedAt, DateTimeOffset? ExpiresAt, JsonElement Certificate)
{
    private const int IssuerClaim = 1;
    private const int ExpiryClaim = 4;
    private const int IssuedAtClaim = 6;
    private const int HealthClaim = -260;
    private const int CertificateKey = 1;

    /// <summary>9000-01-01, in seconds since 1970: far before times that .NET can't represent.</summary>
    private const double LatestTime = 221_845_392_000;

    /// <summary>Writes claims in canonical form (RFC 8949 section 4.2.1), times in whole seconds.</summary>
    /// <param name="country">The issuing country, ISO 3166-1 alpha-2.</param>
    /// <param name="issuedAt">When it is signed.</param>
    /// <param name="expiresAt">When its validity ends.</param>
    /// <param name="certificate">The certificate.</param>
    public static byte[] Write(string country, DateTimeOffset issuedAt, DateTimeOffset expiresAt, EuCertificate certificate)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(4);
        writer.WriteInt32(IssuerClaim);
        writer.WriteTextString(country);
        writer.WriteInt32(ExpiryClaim);
        writer.WriteInt64(expiresAt.ToUnixTimeSeconds());
        writer.WriteInt32(IssuedAtClaim);
        writer.WriteInt64(issuedAt.ToUnixTimeSeconds());
        writer.WriteInt32(HealthClaim);
        writer.WriteStartMap(1);
        writer.WriteInt32(CertificateKey);
        certificate.Write(writer);
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads claims in any encoding; other claims are ignored.</summary>
    /// <exception cref="FormatException">The payload is not a set of claims.</exception>
    public static HealthClaims Read(ReadOnlyMemory<byte> payload)
    {
        var claims = CborTree.Read(payload) as CborMap ?? throw new FormatException("The claims are no map.");
        var certificate = (claims.Find(HealthClaim) as CborMap)?.Find(CertificateKey) as CborMap;
        return new HealthClaims(
            claims.Find(IssuerClaim) as string, TimeOf(claims.Find(IssuedAtClaim)), TimeOf(claims.Find(ExpiryClaim)),
            certificate is null ? default : JsonOf(certificate));
    }

    /// <summary>Some issuers write fractions of seconds.</summary>
    private static DateTimeOffset? TimeOf(object? value)
    {
        var seconds = value switch
        {
            long whole => whole,
            double number => number,
            _ => double.NaN,
        };
        return seconds is >= 0 and < LatestTime ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }

    private static JsonElement JsonOf(CborMap certificate)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            CborTree.WriteJson(writer, certificate);
        }

        return JsonElement.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
