using System.Buffers.Text;
using System.Security.Cryptography;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Verification;

/// <summary>
/// All keys whose signatures are trusted: those of this service, read again each time so that a new version counts at once; those of
/// trusted issuers, read at start; and former keys of this service whose public half is in the registry or in the settings.
/// </summary>
public sealed class TrustedKeys(
    ISigningKeys signingKeys,
    RememberedKeyList remembered,
    TrustedIssuers issuers,
    IOptions<IssuerOptions> issuer,
    IOptions<PublicAddressOptions> address,
    IOptions<TrustedIssuerOptions> options) : ITrustedKeys
{
    private readonly IReadOnlyList<TrustedKey> others = issuers.KeysOf(options.Value);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustedKey>> FindByVerificationMethodAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string verificationMethod, CancellationToken cancellationToken)
    {
        return [.. await FindOwnAsync(purpose, algorithm, cancellationToken), .. others.Where(key => key.AnswersTo(verificationMethod))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustedKey>> FindByCertificateHashAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken)
    {
        return [.. await FindOwnAsync(purpose, algorithm, cancellationToken), .. others.Where(key => key.HasCertificateNamed(kid))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustedKey>> FindByThumbprintAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken)
    {
        return
        [
            .. (await FindOwnAsync(purpose, algorithm, cancellationToken)).Where(key => key.Kid == kid),
            .. others.Where(key => key.Issuer is not null && key.Kid == kid),
        ];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustedKey>> FindFormerAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var published = (await GetPublishedAsync(purpose, algorithm, cancellationToken))
            .Select(key => key.KeyId)
            .ToHashSet(StringComparer.Ordinal);
        return [.. (await ReadRememberedAsync(purpose, algorithm, cancellationToken))
            .Where(key => !published.Contains(key.Kid))
            .Select(key => OurKey(key) with { IsFormer = true })];
    }

    /// <summary>
    /// The published keys for the purpose; if a vault is not available, those in the registry, which has every key that signed.
    /// </summary>
    private async Task<IReadOnlyList<TrustedKey>> FindOwnAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await GetPublishedAsync(purpose, algorithm, cancellationToken))
                .Select(
                    key => OurKey(key.KeyId, key.Members.ToDictionary()) with { Certificates = key.Certificate is { } der ? [der] : [] })];
        }
        catch (SigningKeyUnavailableException)
        {
            return [.. (await ReadRememberedAsync(purpose, algorithm, cancellationToken))
                .Select(key => OurKey(key) with { IsFormer = key.RetiredAt is not null })];
        }
    }

    private async Task<IEnumerable<PublishedKey>> GetPublishedAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var published = await signingKeys.GetPublishedKeysAsync(cancellationToken);
        return published.Where(key => key.Algorithm == algorithm && key.Serves(purpose));
    }

    private async Task<IEnumerable<RememberedKey>> ReadRememberedAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var keys = await remembered.ReadForVerifyingAsync(cancellationToken);
        return keys.Where(key => key.Algorithm == algorithm && key.Served(purpose));
    }

    private TrustedKey OurKey(RememberedKey key)
    {
        return OurKey(key.Kid, key.PublicKey) with
        {
            Certificates = [.. (key.Certificates ?? []).Select(certificate => (ReadOnlyMemory<byte>)Convert.FromBase64String(certificate))],
        };
    }

    private TrustedKey OurKey(string kid, IReadOnlyDictionary<string, string> members)
    {
        var did = IssuerIdentifier.DidWebOf(address.Value.BaseUrl);
        byte[] Member(string name) => Base64Url.DecodeFromChars(members[name]);
        var isRsa = members["kty"] == "RSA";
        return new TrustedKey
        {
            Kid = kid,
            VerificationMethods = [issuer.Value.VerificationMethod, did, $"{did}#{kid}"],
            IsOwn = true,
            Rsa = isRsa ? new RSAParameters { Modulus = Member("n"), Exponent = Member("e") } : null,
            P256 = isRsa
                ? null
                : new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Member("x"), Y = Member("y") } },
            Algorithm = RsaJwsAlgorithm.PS256,
        };
    }
}
