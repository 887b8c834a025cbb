using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats;

/// <summary>All keys whose signatures count. Filled by the verification.</summary>
public interface ITrustedKeys
{
    /// <summary>
    /// Our own keys, whatever the name is: the signature covers it, so nobody but this service can have written it there, and certificates
    /// stay genuine when the setting is changed. Then the keys of others that answer to the name.
    /// </summary>
    /// <param name="purpose">What our keys must serve.</param>
    /// <param name="algorithm">What our keys must sign with.</param>
    /// <param name="verificationMethod">The name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<TrustedKey>> FindByVerificationMethodAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string verificationMethod, CancellationToken cancellationToken);

    /// <summary>
    /// Our own keys, whatever the name is, then the keys of others that have a certificate of this name. Other issuers' keys that are
    /// trusted by the name of a proof are not among them.
    /// </summary>
    /// <param name="purpose">What our keys must serve.</param>
    /// <param name="algorithm">What our keys must sign with.</param>
    /// <param name="kid">The name, as <see cref="KidRule.CertificateHash"/> gives it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<TrustedKey>> FindByCertificateHashAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken);

    /// <summary>Our own key of this thumbprint, then those of others whose issuer is known (<see cref="TrustedKey.Issuer"/>).</summary>
    /// <param name="purpose">What our keys must serve.</param>
    /// <param name="algorithm">What our keys must sign with.</param>
    /// <param name="kid">The thumbprint.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<TrustedKey>> FindByThumbprintAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken);

    /// <summary>
    /// The keys of ours that signed and are neither published nor in use any more: lost, removed, retired, or named for other purposes since. What they signed was issued by us, so the registry has
    /// the last word on it, as on all that is ours. Asked for only when no other key fits.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be asked.</exception>
    /// <exception cref="SigningKeyUnavailableException">It is not known which keys are published, so that nothing can be said against a signature.</exception>
    Task<IReadOnlyList<TrustedKey>> FindFormerAsync(KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken);
}
