using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// Registers which cards are revoked (SMART Health Cards Framework 1.4.0, Revocation): a document for each rid that something happened to,
/// below the kid of its key. It follows from the ledger alone and carries the ledger's revision: a lower one is refused.
/// </summary>
/// <param name="documents">The registry; lazy, since formats are made also where there is none.</param>
/// <param name="ledgers">The certificates of each person.</param>
/// <param name="register">What each rid stands for.</param>
/// <param name="products">What vaccines are against.</param>
/// <param name="time">The clock.</param>
public sealed class CardRevocations(Lazy<RegistryDocuments> documents, Lazy<LedgerStore> ledgers, CardRegister register, VaccineProducts products, TimeProvider time) : ILedgerSubscriber, ILedgerRegister
{
    /// <summary>What the names of all its documents begin with in the registry.</summary>
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
        List<RidSubject> subjects = [.. read.Ledger.Versions.Select(version => SubjectOf(read.Name, version)).OfType<RidSubject>().Distinct()];
        foreach (var (rid, subject) in await RidsOfAsync(subjects, cancellationToken))
        {
            // Where nothing has happened, nothing is written, but for what is written already of a time that the ledger does not know.
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
    /// Does for a rid what was not done while nobody knew of it: a change may have been handled between the maker's look at the ledger and
    /// its note of the rid. Whoever makes a card calls this after it has noted the rid, and hands the card out afterwards: then each change
    /// is seen either here or by who handles it.
    /// </summary>
    internal async Task CatchUpAsync(string rid, RidSubject subject, CancellationToken cancellationToken)
    {
        var ledger = (await ledgers.Value.ReadAsync(subject.Ledger, cancellationToken)).Ledger;
        if (RevokedRid.HasChanges(subject, ledger))
        {
            await StoreAsync(rid, subject, ledger, regardless: false, cancellationToken);
        }
    }

    /// <summary>The rids under each key that ever signed cards; none where no key did.</summary>
    private async Task<IReadOnlyList<(string Rid, RidSubject Subject)>> RidsOfAsync(List<RidSubject> subjects, CancellationToken cancellationToken)
    {
        var kids = subjects.Count > 0 ? await register.KidsAsync(cancellationToken) : [];
        var secret = kids.Count > 0 ? await register.SecretAsync(cancellationToken) : default;
        var all = kids.SelectMany(kid => subjects.Select(subject => subject with { Kid = kid }));
        return [.. all.Select(subject => (CardRegister.RidOf(secret.Span, subject), subject))];
    }

    private static string PathOf(string rid, RidSubject subject) => $"{Prefix}{subject.Kid}/{rid}.json";

    private async Task StoreAsync(string rid, RidSubject subject, CertificateLedger ledger, bool regardless, CancellationToken cancellationToken)
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
            if (await documents.Value.TryWriteAsync(path, new CardRevocation(), stored?.ETag, CardRegisterJson.Default.CardRevocation, next.ToMetadata(), cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.CardRevoked, rid);
                return;
            }
        }
    }

    /// <summary>What the cards of a certificate are named by, but for the key; null for a type that is not written.</summary>
    private RidSubject? SubjectOf(string ledger, ListedCertificate certificate) => certificate.Key.Type switch
    {
        VaccinationType.TypeName => new RidSubject { Ledger = ledger, Kid = "", Type = VaccinationType.TypeName, Disease = products.Disease.Icd11 },
        TestType.TypeName => new RidSubject { Ledger = ledger, Kid = "", Type = TestType.TypeName, CertificateId = certificate.CertificateId },
        _ => null,
    };
}

/// <summary>
/// The document of a rid that something happened to. What it says stands beside it (<see cref="RevokedRid"/>), since lists are made of
/// listings.
/// </summary>
internal sealed record CardRevocation
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
