using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// The EU's revocation lists. They contain hashes, and only somebody who has the certificate can find out to which certificate a hash
/// belongs (Commission Implementing Decision (EU) 2022/483; members and limits as in eu-digital-green-certificates/dgc-gateway,
/// RevocationBatchDto). A hash is the first 16 bytes of SHA-256, in base64. The input is the identifier as in the certificate (<c>ci</c>),
/// or the issuing country (<c>iss</c>) followed by the identifier, both in UTF-8. The third kind hashes signatures, which are different at
/// each fetch.
/// </summary>
internal sealed class EuRevocations(IOptions<EuDccOptions> options, IOptions<IssuerOptions> issuer) : IRevocationForm
{
    /// <summary>The name of the lists.</summary>
    public const string FormName = "eu";

    /// <summary>By the identifier.</summary>
    public const string ByIdentifier = "uci";

    /// <summary>By country and identifier.</summary>
    public const string ByCountryAndIdentifier = "countryuci";

    private const int HashBytes = 16;
    private const int MostEntries = 1000;
    private const int TypeVersion = 1;

    /// <summary>The lists do not say which key signed: any key of the service may have.</summary>
    private const string UnknownKid = "UNKNOWN_KID";

    /// <inheritdoc/>
    public string Name => FormName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [ByIdentifier, ByCountryAndIdentifier];

    /// <summary>
    /// The names of a certificate in the lists; none if there is no EU certificate of it. Imported ids are left out, because they are so
    /// short that they could be guessed from the hash.
    /// </summary>
    public static IReadOnlyList<RevocationName> NamesOf(ListedCertificate one, string country)
    {
        if (country.Length == 0
            || one.TypeVersion != TypeVersion
            || !RandomId.IsWellFormed(one.CertificateId)
            || !EuGroups.All.Any(group => EuGroups.TypeOf(group) == one.Key.Type))
        {
            return [];
        }

        var uvci = Uvci.Of(country, one.CertificateId);
        return [new(FormName, ByIdentifier, HashOf(uvci)), new(FormName, ByCountryAndIdentifier, HashOf($"{country}{uvci}"))];
    }

    /// <summary>The hash of a text.</summary>
    public static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> BatchesOf(string kind, IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (issuer.Value.Country.Length == 0)
        {
            return [];
        }

        var expires = ExpiresAfter(now).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return [.. names.Chunk(MostEntries).Select(BatchOf)];

        JsonObject BatchOf(string[] hashes) => new()
        {
            ["country"] = issuer.Value.Country,
            ["expires"] = expires,
            ["kid"] = UnknownKid,
            ["hashType"] = kind == ByIdentifier ? "UCI" : "COUNTRYCODEUCI",
            ["entries"] = new JsonArray([.. hashes.Select(hash => new JsonObject { ["hash"] = hash })]),
        };
    }

    /// <summary>
    /// When nothing that was signed until now is valid any more. In whole days, so that a list stays the same for a day if nothing happens.
    /// </summary>
    private DateTimeOffset ExpiresAfter(DateTimeOffset now)
    {
        var signer = new EuSigner(options.Value);
        return new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1 + EuGroups.All.Max(signer.DaysOf));
    }
}
