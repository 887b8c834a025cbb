using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// Registers which cards are revoked (SMART Health Cards Framework 1.4.0, Revocation): one document for each rid with changes, below the
/// kid of its key. The document depends only on the ledger and has the ledger's revision; a lower revision is refused.
/// </summary>
/// <param name="documents">The registry; created late, because formats also exist where there is none.</param>
/// <param name="ledgers">The certificates of each person.</param>
/// <param name="register">The meanings of rids.</param>
/// <param name="products">The diseases of vaccines.</param>
/// <param name="time">The clock.</param>
public sealed class CardRevocations(
    Lazy<RegistryDocuments> documents, Lazy<LedgerStore> ledgers, CardRegister register, VaccineProducts products, TimeProvider time)
    : ILedgerRegister
{
    /// <summary>The prefix of all its documents in the registry.</summary>
    internal const string Prefix = "crl/";

    /// <inheritdoc/>
    public string Name => "cards";

    /// <inheritdoc/>
    public bool WantsIssuedOf(string? owner) => false;

    /// <inheritdoc/>
    public async Task TakeAsync(LedgerSnapshot read, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Change is null || SubjectOf(read.Name, entry.Certificate) is not { } about)
        {
            return;
        }

        foreach (var (rid, subject) in await RidsOfAsync([about], cancellationToken))
        {
            if (await register.FindAsync(rid, cancellationToken) is not null)
            {
                await StoreAsync(rid, subject, read.Ledger, regardless: false, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<int> RebuildAsync(LedgerSnapshot read, CancellationToken cancellationToken)
    {
        var written = 0;
        List<RidSubject> subjects = [.. read.Ledger.Versions.Select(version => SubjectOf(read.Name, version))
            .OfType<RidSubject>()
            .Distinct()];
        foreach (var (rid, subject) in await RidsOfAsync(subjects, cancellationToken))
        {
            // If nothing has happened, nothing is written, unless a document exists, from changes that this ledger (restored from a backup)
            // does not have.
            if (RevokedRid.HasChanges(subject, read.Ledger)
                ? await register.FindAsync(rid, cancellationToken) is not null
                : await documents.Value.FindETagAsync(PathOf(rid, subject), cancellationToken) is not null)
            {
                await StoreAsync(rid, subject, read.Ledger, regardless: true, cancellationToken);
                written++;
            }
        }

        return written;
    }

    /// <summary>
    /// Handles changes that were not handled while the rid was unknown: a change may have been handled after the ledger was read for a
    /// card, and before the card's rid was stored. Whoever makes a card calls this after storing the rid and before returning the card:
    /// so each change is seen either here or by its handler.
    /// </summary>
    internal async Task CatchUpAsync(string rid, RidSubject subject, CancellationToken cancellationToken)
    {
        var ledger = (await ledgers.Value.ReadAsync(subject.Ledger, cancellationToken)).Ledger;
        if (RevokedRid.HasChanges(subject, ledger))
        {
            await StoreAsync(rid, subject, ledger, regardless: false, cancellationToken);
        }
    }

    /// <summary>The rids with each key that ever signed cards; none if no key did.</summary>
    private async Task<IReadOnlyList<(string Rid, RidSubject Subject)>> RidsOfAsync(
        List<RidSubject> subjects, CancellationToken cancellationToken)
    {
        var kids = subjects.Count > 0 ? await register.KidsAsync(cancellationToken) : [];
        var secret = kids.Count > 0 ? await register.SecretAsync(cancellationToken) : default;
        var all = kids.SelectMany(kid => subjects.Select(subject => subject with { Kid = kid }));
        return [.. all.Select(subject => (CardRegister.RidOf(secret.Span, subject), subject))];
    }

    private static string PathOf(string rid, RidSubject subject) => $"{Prefix}{subject.Kid}/{rid}.json";

    private async Task StoreAsync(
        string rid, RidSubject subject, CertificateLedger ledger, bool regardless, CancellationToken cancellationToken)
    {
        var path = PathOf(rid, subject);
        while (true)
        {
            var stored = await documents.Value.ReadWithMetadataAsync(path, CardRegisterJson.Default.CardRevocation, cancellationToken);
            var before = stored is { } written ? RevokedRid.Of(written.Metadata) : null;
            if (!regardless && before?.Revision >= ledger.Revision)
            {
                return;
            }

            var next = RevokedRid.After(before, subject, ledger, time.GetUtcNow());
            if (await documents.Value.TryWriteAsync(
                path, new CardRevocation(), stored?.ETag, CardRegisterJson.Default.CardRevocation, next.ToMetadata(), cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.CardRevoked, rid);
                return;
            }
        }
    }

    /// <summary>The meaning of the rids of a certificate's cards, without the key; null for a type that is not written.</summary>
    private RidSubject? SubjectOf(string ledger, ListedCertificate certificate) => certificate.Key.Type switch
    {
        VaccinationType.TypeName =>
            new RidSubject { Ledger = ledger, Kid = "", Type = VaccinationType.TypeName, Disease = products.Disease.Icd11 },
        TestType.TypeName =>
            new RidSubject { Ledger = ledger, Kid = "", Type = TestType.TypeName, CertificateId = certificate.CertificateId },
        _ => null,
    };
}

/// <summary>
/// The document of a rid with changes. Its data are in metadata beside it (<see cref="RevokedRid"/>), because lists are made from
/// listings.
/// </summary>
internal sealed record CardRevocation
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
