using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Verification;

/// <summary>
/// The data in a folder's files about issuers that publish a key set at their own URL, like those of SMART Health Cards: their keys, their
/// names in a directory, and their revocations. Only keys on the curve P-256 count, each named by its thumbprint.
/// </summary>
internal sealed class IssuerKeySets
{
    private const string SetEnd = ".jwks";
    private const string ListInfix = ".crl.";
    private const string Signature = "sig";
    private const string Algorithm = "ES256";
    private const int CoordinateBytes = 32;

    /// <summary>9000-01-01, in seconds since 1970.</summary>
    private const long LatestTime = 221_845_392_000;

    private readonly List<TrustedKey> keys = [];
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Issuer, string Kid), Dictionary<string, DateTimeOffset?>> revoked = [];

    /// <summary>Reads a file, if it is about such issuers.</summary>
    /// <param name="name">
    /// The file's name without its extension, unescaped: <c>{issuer}.jwks</c> for a key set, <c>{issuer}.crl.{kid}</c> for a list of
    /// revocations, any for a directory.
    /// </param>
    /// <param name="root">Its content.</param>
    /// <returns>Whether it is.</returns>
    /// <exception cref="TrustedIssuerException">It is about such issuers, but can't be used.</exception>
    public bool TryRead(string name, JsonNodeReader root)
    {
        var list = name.LastIndexOf(ListInfix, StringComparison.Ordinal);
        if (list > 0)
        {
            ReadList(IssuerOf(name[..list]), root, name[(list + ListInfix.Length)..]);
            return true;
        }

        if (name.EndsWith(SetEnd, StringComparison.Ordinal))
        {
            ReadSet(IssuerOf(name[..^SetEnd.Length]), root);
            return true;
        }

        return TryReadDirectory(root);
    }

    /// <summary>All keys, each with the data of the other files about its issuer.</summary>
    public IEnumerable<TrustedKey> Join() => keys.DistinctBy(key => (key.Issuer, key.Kid)).Select(key => key with
    {
        IssuerName = names.GetValueOrDefault(key.Issuer!),
        RevokedNames = revoked.GetValueOrDefault((key.Issuer!, key.Kid)),
    });

    /// <summary>The directory of VCI, which has names of issuers; a snapshot of it also has their keys and lists.</summary>
    private bool TryReadDirectory(JsonNodeReader root)
    {
        if (root.Value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (root.Find("participating_issuers") is { } participants)
        {
            foreach (var participant in participants.Items())
            {
                Name(participant);
            }

            return true;
        }

        if (root.Find("issuerInfo") is not { } issuers)
        {
            return false;
        }

        foreach (var issuer in issuers.Items())
        {
            ReadSnapshot(issuer);
        }

        return true;
    }

    /// <summary>Keys of another kind are ignored: an error of one issuer must not affect the others.</summary>
    private void ReadSnapshot(JsonNodeReader entry)
    {
        if (entry.Find("issuer") is not { } about || about.TextOrNull("iss") is not { } issuer || !IsIssuer(issuer))
        {
            return;
        }

        Name(about);
        var own = (entry.Find("keys")?.Items() ?? []).Where(jwk => ProblemOf(jwk) is null).Select(jwk => KeyOf(issuer, jwk)).ToList();
        foreach (var list in entry.Find("crls")?.Items() ?? [])
        {
            var kid = list.TextOrNull("kid") ?? "";
            try
            {
                ReadList(issuer, list, kid);
            }
            catch (TrustedIssuerException)
            {
                // The revocations of the key can't be read, so nothing that it signed is accepted.
                own.RemoveAll(key => kid.Length == 0 || key.Kid == kid);
            }
        }

        keys.AddRange(own);
    }

    private void Name(JsonNodeReader issuer)
    {
        if (issuer.TextOrNull("iss") is { } url && issuer.TextOrNull("name") is { Length: > 0 } name)
        {
            names[url] = name;
        }
    }

    private void ReadSet(string issuer, JsonNodeReader root)
    {
        if (root.Value.ValueKind != JsonValueKind.Object
            || root.Find("keys") is not { Value.ValueKind: JsonValueKind.Array } set
            || set.Value.GetArrayLength() == 0)
        {
            throw new TrustedIssuerException("is not a JWK set with keys.");
        }

        foreach (var jwk in set.Items())
        {
            keys.Add(ProblemOf(jwk) is { } fault ? throw new TrustedIssuerException($"has a key that {fault}.") : KeyOf(issuer, jwk));
        }
    }

    /// <summary>A list of an issuer's revocations for a key (SMART Health Cards Framework 1.4.0, Revocation).</summary>
    private void ReadList(string issuer, JsonNodeReader root, string kid)
    {
        if (root.Value.ValueKind != JsonValueKind.Object
            || root.TextOrNull("kid") != kid
            || root.TextOrNull("method") != "rid"
            || root.Find("rids") is not { Value.ValueKind: JsonValueKind.Array } rids)
        {
            throw new TrustedIssuerException($"has a list of revocations that is not of the method rid, or not of the key '{kid}'.");
        }

        if (!revoked.TryGetValue((issuer, kid), out var known))
        {
            revoked[(issuer, kid)] = known = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        }

        foreach (var entry in rids.Items().Select(item => item.TextOrNull() ?? ""))
        {
            var steps = entry.Split('.');
            var until = steps.Length == 1 ? null : TimeOf(steps[1]);
            known[steps[0]] = known.TryGetValue(steps[0], out var earlier) ? Later(earlier, until) : until;
        }
    }

    /// <summary>A name may be in several lists, or twice in one: the entry that revokes more counts.</summary>
    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other)
    {
        if (one is null || other is null)
        {
            return null;
        }

        return one > other ? one : other;
    }

    /// <summary>The end of the revoked period; a time that can't be read revokes for all times.</summary>
    private static DateTimeOffset? TimeOf(string text)
    {
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < LatestTime
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static string IssuerOf(string name)
    {
        return IsIssuer(name) ? name : throw new TrustedIssuerException(
            "must be named after the issuer's https URL, percent-encoded, such as https%3A%2F%2Fhealth.example.org.jwks.json.");
    }

    private static bool IsIssuer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && !text.EndsWith('/');

    private static TrustedKey KeyOf(string issuer, JsonNodeReader jwk) =>
        PublicKeys.OfP256(Coordinate(jwk, "x")!, Coordinate(jwk, "y")!) with { Issuer = issuer };

    /// <summary>Why a key can't be used, as the end of a sentence; null if it can.</summary>
    private static string? ProblemOf(JsonNodeReader jwk)
    {
        if (jwk.Value.ValueKind != JsonValueKind.Object || jwk.TextOrNull("kty") != "EC" || jwk.TextOrNull("crv") != "P-256")
        {
            return "is not on the curve P-256";
        }

        if (jwk.TextOrNull("use") is not (null or Signature)
            || jwk.TextOrNull("alg") is not (null or Algorithm)
            || jwk.Find("d") is not null)
        {
            return "is no public key for signatures with ES256";
        }

        if (Coordinate(jwk, "x") is not { } x || Coordinate(jwk, "y") is not { } y)
        {
            return "has a coordinate that is not 32 bytes in base64url";
        }

        try
        {
            return PublicKeys.OfP256(x, y).Kid == jwk.TextOrNull("kid") ? null : "is not named by its thumbprint (RFC 7638)";
        }
        catch (TrustedIssuerException)
        {
            return "is not a point of the curve P-256";
        }
    }

    private static byte[]? Coordinate(JsonNodeReader jwk, string name)
    {
        return jwk.TextOrNull(name) is { } text && Base64Url.IsValid(text, out var length) && length == CoordinateBytes
            ? Base64Url.DecodeFromChars(text)
            : null;
    }
}
