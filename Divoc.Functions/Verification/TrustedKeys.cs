using System.Buffers.Text;
using System.Security.Cryptography;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Verification;

/// <summary>
/// All keys whose signatures count: our own, asked for anew each time so that a new version counts at once, and those of the trusted issuers, read at start; and
/// those of ours that are gone, but whose public half the registry remembers.
/// </summary>
public sealed class TrustedKeys(
    ISigningKey signingKey,
    RememberedKeyList remembered,
    TrustedIssuers issuers,
    IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address,
    IOptions<TrustedIssuerOptions> options) : ITrustedKeys
{
    private readonly IReadOnlyList<TrustedKey> others = issuers.KeysOf(options.Value.TrustedIssuers);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustedKey>> FindCandidatesAsync(string verificationMethod, CancellationToken cancellationToken)
    {
        return [.. await FindOursAsync(cancellationToken), .. others.Where(key => key.AnswersTo(verificationMethod))];
    }

    /// <summary>The published keys; where a vault is out, those that the registry remembers, since every key that signed is among them.</summary>
    private async Task<IReadOnlyList<TrustedKey>> FindOursAsync(CancellationToken cancellationToken)
    {
        try
        {
            var published = await signingKey.GetPublishedKeysAsync(cancellationToken);
            return [.. published.Where(key => key.Algorithm == SignatureAlgorithm.PS256).Select(OurKey)];
        }
        catch (SigningKeyUnavailableException)
        {
            return [.. (await remembered.ReadForVerifyingAsync(cancellationToken)).Where(key => key.Algorithm == SignatureAlgorithm.PS256).Select(OurKey)];
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustedKey>> FindFormerAsync(CancellationToken cancellationToken)
    {
        var published = (await signingKey.GetPublishedKeysAsync(cancellationToken)).Select(key => key.KeyId).ToHashSet(StringComparer.Ordinal);
        var former = (await remembered.ReadForVerifyingAsync(cancellationToken)).Where(key => key.Algorithm == SignatureAlgorithm.PS256 && !published.Contains(key.Kid));
        return [.. former.Select(OurKey)];
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
