using Divoc.Functions.Domain;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Ledger;

/// <summary>Finds existing certificates: those that a ledger lists.</summary>
public sealed class CertificateFinder(
    IArtifactStore store, CertificateArtifacts artifacts, LedgerStore ledgers, LedgerReferences references)
{
    /// <summary>The certificate with an id, in any state; null if none is listed that the caller reaches.</summary>
    public async Task<ListedCertificate?> FindAsync(string certificateId, Caller caller, CancellationToken cancellationToken)
    {
        return CertificateId.Read(certificateId) is { } id ? (await FindLedgerAsync(id, caller, cancellationToken))?.Ledger.Find(id) : null;
    }

    /// <summary>
    /// The full ledger that lists a certificate; null if none does, or if the caller does not reach the certificate. An erased one is found
    /// too, with or without its artifacts.
    /// </summary>
    public async Task<LedgerSnapshot?> FindLedgerAsync(string certificateId, Caller caller, CancellationToken cancellationToken)
    {
        if (CertificateId.Read(certificateId) is not { } id || await FindNameAsync(id, cancellationToken) is not { } name)
        {
            return null;
        }

        var read = await ledgers.ReadAsync(name, cancellationToken);
        return read.Ledger.SeenBy(caller).Find(id) is null ? null : read;
    }

    /// <summary>The certificates of a person that the caller reaches, in the order in which they were listed.</summary>
    public async Task<IReadOnlyList<ListedCertificate>> FindAllAsync(
        string preEnrollmentCode, Caller caller, CancellationToken cancellationToken)
    {
        return (await ReadLedgerAsync(preEnrollmentCode, cancellationToken)).SeenBy(caller).Versions;
    }

    /// <summary>The full ledger of a person, for any caller: callers must not be shown what they do not reach.</summary>
    public async Task<CertificateLedger> ReadLedgerAsync(string preEnrollmentCode, CancellationToken cancellationToken)
    {
        return (await ledgers.ReadAsync(LedgerName.Of(preEnrollmentCode), cancellationToken)).Ledger;
    }

    /// <summary>Reads an artifact of a certificate that was just found in its ledger; null if it was erased in the meantime.</summary>
    /// <exception cref="InvalidDataException">It is not in the store, although the certificate is listed and not erased.</exception>
    public async Task<StoredArtifact?> ReadAsync(ListedCertificate version, ArtifactName name, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(name, cancellationToken) is { } stored)
        {
            return stored;
        }

        return (await FindAsync(version.CertificateId, Caller.Service, cancellationToken))?.IsErased() == true
            ? null
            : throw new InvalidDataException("An artifact of a listed certificate is missing from the store.");
    }

    private async Task<string?> FindNameAsync(string certificateId, CancellationToken cancellationToken)
    {
        foreach (var name in artifacts.Credentials(certificateId))
        {
            if (await store.GetPropertiesAsync(name, cancellationToken) is { } credential)
            {
                return credential.Metadata.GetValueOrDefault(CertificateArtifacts.LedgerMetadata);
            }
        }

        return await references.FindErasedAsync(certificateId, cancellationToken);
    }
}
