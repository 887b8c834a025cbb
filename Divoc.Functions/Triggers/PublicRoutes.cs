namespace Divoc.Functions.Triggers;

/// <summary>
/// The routes with public answers: they have published data, or the status of a certificate that the caller presents. Pages of any origin
/// may call them, and they require no key.
/// </summary>
public static class PublicRoutes
{
    /// <summary>The issuer's keys as a DID document.</summary>
    public const string DidDocument = ".well-known/did.json";

    /// <summary>The issuer's keys as a JWK set.</summary>
    public const string KeySet = ".well-known/jwks.json";

    /// <summary>The certificates of the document signers as PEM.</summary>
    public const string SignerCertificates = ".well-known/dsc.pem";

    /// <summary>The same in the form of the gateway between countries.</summary>
    public const string SignerList = ".well-known/dsc.json";

    /// <summary>Only the keys of health cards, below the issuer in the cards.</summary>
    public const string HealthCardKeySet = "shc/.well-known/jwks.json";

    /// <summary>The revoked health cards of a key.</summary>
    public const string RevokedHealthCards = "shc/.well-known/crl/{list}";

    /// <summary>The same, if the issuer is the service's own address.</summary>
    public const string RevokedHealthCardsOfService = ".well-known/crl/{list}";

    /// <summary>The signed list of certificates that are not valid, or the index of its shards.</summary>
    public const string Revocations = "revocations";

    /// <summary>A shard of that list.</summary>
    public const string RevocationShard = "revocations/{prefix}";

    /// <summary>A format's own revocation list.</summary>
    public const string FormatRevocations = "revocations/{list}/{kind}";

    /// <summary>A shard of such a list.</summary>
    public const string FormatRevocationShard = "revocations/{list}/{kind}/{prefix}";

    /// <summary>The verdict on a certificate.</summary>
    public const string Verify = "divoc/api/v1/verify";

    /// <summary>DIVOC's own check whether a credential was revoked.</summary>
    public const string CheckRevocation = "divoc/api/v1/certificate/revoked";

    /// <summary>The OpenAPI document.</summary>
    public const string Api = "openapi.json";

    /// <summary>The certificate types; each type is below it by its name.</summary>
    public const string Types = "types";

    /// <summary>The trusted keys.</summary>
    public const string Trust = "trust";

    private static readonly string[] All =
        [DidDocument, KeySet, HealthCardKeySet, SignerCertificates, SignerList, Revocations, Verify, CheckRevocation, Api, Types, Trust];

    private const int DeepestRevocations = 4;

    /// <summary>The routes that are public with one more segment after them.</summary>
    private static readonly string[] Folders = [Revocations, Types, FolderOf(RevokedHealthCards), FolderOf(RevokedHealthCardsOfService)];

    /// <summary>Whether a path is one of them, as routing matches paths: in any case, and with or without a slash at its end.</summary>
    public static bool Has(PathString path)
    {
        return path.Value?.Trim('/') is { } asked && (All.Contains(asked, StringComparer.OrdinalIgnoreCase) || IsInFolder(asked));
    }

    private static bool IsInFolder(string path)
    {
        var segments = path.Split('/');
        return (segments.Length > 1 && Folders.Contains(FolderOf(path), StringComparer.OrdinalIgnoreCase))
            || (segments.Length is > 2 and <= DeepestRevocations && segments[0].Equals(Revocations, StringComparison.OrdinalIgnoreCase));
    }

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];
}
