using System.Buffers.Text;
using System.Security.Cryptography;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Verification;

/// <summary>
/// All keys whose signatures count: our own, asked for anew each time so that a new version counts at once, and those of the trusted issuers, read at start; and
/// those of ours that are gone, but whose public half the registry remembers.
/// </summary>
public sealed class TrustedKeys(
    ISigningKeys signingKeys,
    RememberedKeyList remembered,
    TrustedIssuers issuers,
    IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address,
    IOptions<TrustedIssuerOptions> options)
{
    private readonly IReadOnlyList<TrustedKey> others = issuers.KeysOf(options.Value.TrustedIssuers);

    /// <summary>
    /// The keys that may have made a proof with a name, our own first. Ours are tried whatever the name is: the signature covers it, so nobody but this service can
    /// have written it there, and certificates stay genuine when the setting is changed.
    /// </summary>
    internal async Task<IReadOnlyList<TrustedKey>> FindCandidatesAsync(string verificationMethod, CancellationToken cancellationToken)
    {
        return [.. await FindOursAsync(cancellationToken), .. others.Where(key => key.AnswersTo(verificationMethod))];
    }

    /// <summary>The published keys that serve the purpose; where a vault is out, those that the registry remembers, since every key that signed is among them.</summary>
    private async Task<IReadOnlyList<TrustedKey>> FindOursAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await GetPublishedAsync(cancellationToken)).Select(OurKey)];
        }
        catch (SigningKeyUnavailableException)
        {
            return [.. (await ReadRememberedAsync(cancellationToken)).Select(OurKey)];
        }
    }

    /// <summary>
    /// The keys of ours that signed and are neither published nor in use any more: lost, removed, retired, or named for other purposes since. What they signed was issued by
    /// us, so the registry has the last word on it, as on all that is ours. Asked for only when no other key fits.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be asked.</exception>
    /// <exception cref="SigningKeyUnavailableException">It is not known which keys are published, so that nothing can be said against a signature.</exception>
    internal async Task<IReadOnlyList<TrustedKey>> FindFormerAsync(CancellationToken cancellationToken)
    {
        var published = (await GetPublishedAsync(cancellationToken)).Select(key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        return [.. (await ReadRememberedAsync(cancellationToken)).Where(key => !published.Contains(key.Kid)).Select(OurKey)];
    }

    private async Task<IEnumerable<PublishedKey>> GetPublishedAsync(CancellationToken cancellationToken)
    {
        var published = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        return published.Where(key => key.Algorithm == DivocKeys.Algorithm && key.Serves(DivocKeys.Purpose));
    }

    private async Task<IEnumerable<RememberedKey>> ReadRememberedAsync(CancellationToken cancellationToken)
    {
        var keys = await remembered.ReadForVerifyingAsync(cancellationToken);
        return keys.Where(key => key.Algorithm == DivocKeys.Algorithm && key.Served(DivocKeys.Purpose));
    }

    private TrustedKey OurKey(RememberedKey key) => OurKey(key.Kid, new RSAParameters
    {
        Modulus = Base64Url.DecodeFromChars(key.PublicKey["n"]),
        Exponent = Base64Url.DecodeFromChars(key.PublicKey["e"]),
    });

    private TrustedKey OurKey(PublishedKey published)
    {
        using var rsa = published.ToRsa();
        return OurKey(published.KeyId, rsa.ExportParameters(includePrivateParameters: false));
    }

    private TrustedKey OurKey(string kid, RSAParameters key)
    {
        var did = IssuerIdentifier.DidWebOf(address.Value.PublicBaseUrl);
        return new TrustedKey
        {
            Kid = kid,
            VerificationMethods = [issuer.Value.VerificationMethod, did, $"{did}#{kid}"],
            IsOurs = true,
            Rsa = key,
            Algorithm = RsaJwsAlgorithm.PS256,
        };
    }
}
