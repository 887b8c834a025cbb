using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;

namespace Divoc.Functions.Verification;

/// <summary>All keys whose signatures count: our own, asked for anew each time so that a new version counts at once, and those of the trusted issuers, read at start.</summary>
public sealed class TrustedKeys(
    ISigningKey signingKey, TrustedIssuers issuers, IOptions<IssuerOptions> issuer, IOptions<PublicAddressOptions> address, IOptions<TrustedIssuerOptions> options)
{
    private readonly IReadOnlyList<TrustedKey> others = issuers.KeysOf(options.Value.TrustedIssuers);

    /// <summary>
    /// The keys that may have made a proof with a name, our own first. Ours are tried whatever the name is: the signature covers it, so nobody but this service can
    /// have written it there, and certificates stay genuine when the setting is changed.
    /// </summary>
    internal async Task<IReadOnlyList<TrustedKey>> FindCandidatesAsync(string verificationMethod, CancellationToken cancellationToken)
    {
        var ours = await signingKey.GetPublishedKeysAsync(cancellationToken);
        return [.. ours.Where(key => key.Algorithm == SignatureAlgorithm.PS256).Select(OurKey), .. others.Where(key => key.AnswersTo(verificationMethod))];
    }

    private TrustedKey OurKey(PublishedKey published)
    {
        using var rsa = published.ToRsa();
        var did = IssuerIdentifier.DidWebOf(address.Value.PublicBaseUrl);
        return new TrustedKey
        {
            Kid = published.KeyId,
            VerificationMethods = [issuer.Value.VerificationMethod, did, $"{did}#{published.KeyId}"],
            IsOurs = true,
            Rsa = rsa.ExportParameters(includePrivateParameters: false),
            Algorithm = RsaJwsAlgorithm.PS256,
        };
    }
}
