using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats;

/// <summary>All keys whose signatures are trusted. The verification implements it.</summary>
public interface ITrustedKeys
{
    /// <summary>
    /// The keys that may have made a proof with a name, those of this service first. Keys of this service are tried whatever the name is:
    /// the signature covers it, so only this service can have written it, and certificates stay valid when the setting is changed.
    /// </summary>
    /// <param name="purpose">The purpose that keys of this service must have.</param>
    /// <param name="algorithm">The algorithm that keys of this service must have.</param>
    /// <param name="verificationMethod">The name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<TrustedKey>> FindByVerificationMethodAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string verificationMethod, CancellationToken cancellationToken);

    /// <summary>
    /// The keys that may have signed a credential that names its key by a certificate: those of this service first, whatever the name is,
    /// then those of others that have a certificate with this name. Keys of other issuers that are trusted by the name of a proof are not
    /// among them.
    /// </summary>
    /// <param name="purpose">The purpose that keys of this service must have.</param>
    /// <param name="algorithm">The algorithm that keys of this service must have.</param>
    /// <param name="kid">The name by <see cref="KidRule.CertificateHash"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<TrustedKey>> FindByCertificateHashAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken);

    /// <summary>
    /// The keys with a kid that may have signed a credential that names its key by the thumbprint: those of this service first, then those
    /// of others whose issuer is known (<see cref="TrustedKey.Issuer"/>).
    /// </summary>
    /// <param name="purpose">The purpose that keys of this service must have.</param>
    /// <param name="algorithm">The algorithm that keys of this service must have.</param>
    /// <param name="kid">The thumbprint.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<TrustedKey>> FindByThumbprintAsync(
        KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken);

    /// <summary>
    /// Keys of this service that signed but are neither published nor in use any more: lost, removed, retired, or assigned to other
    /// purposes since. This service issued what they signed, so the registry decides, as for all its certificates. Requested only if no
    /// other key fits.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The registry can't be read.</exception>
    /// <exception cref="SigningKeyUnavailableException">
    /// It is not known which keys are published, so a signature can't be called wrong.
    /// </exception>
    Task<IReadOnlyList<TrustedKey>> FindFormerAsync(KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken);
}
