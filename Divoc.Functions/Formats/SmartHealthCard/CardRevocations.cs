using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// Registers which cards are revoked (SMART Health Cards Framework 1.4.0, Revocation): one document for each name with changes, below the
/// kid of its key. The document depends only on the ledger and has the ledger's revision; a lower revision is refused.
/// </summary>
/// <param name="documents">The registry; created late, see <see cref="CardRegister"/>.</param>
/// <param name="ledgers">The certificates of each person.</param>
/// <param name="register">The meanings of names.</param>
/// <param name="products">The diseases of vaccines.</param>
/// <param name="time">The clock.</param>
public sealed class CardRevocations(Lazy<RegistryDocuments> documents, Lazy<LedgerStore> ledgers, CardRegister register, VaccineProducts products, TimeProvider time) : ILedgerRegister
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
        if (entry.Change is null || NoteOf(read.Name, entry.Certificate) is not { } about)
        {
            return;
        }

        foreach (var (name, note) in await NamesOfAsync([about], cancellationToken))
        {
            if (await register.FindAsync(name, cancellationToken) is not null)
            {
                await StoreAsync(name, note, read.Ledger, regardless: false, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<int> RebuildAsync(LedgerSnapshot read, CancellationToken cancellationToken)
    {
        var written = 0;
        List<CardNote> notes = [.. read.Ledger.Versions.Select(version => NoteOf(read.Name, version)).OfType<CardNote>().Distinct()];
        foreach (var (name, note) in await NamesOfAsync(notes, cancellationToken))
        {
            // If nothing has happened, nothing is written, unless a document exists, from changes that this ledger (restored from a backup)
            // does not have.
            if (RevokedName.HasChanges(note, read.Ledger)
                ? await register.FindAsync(name, cancellationToken) is not null
                : await documents.Value.FindETagAsync(PathOf(name, note), cancellationToken) is not null)
            {
                await StoreAsync(name, note, read.Ledger, regardless: true, cancellationToken);
                written++;
            }
        }

        return written;
    }

    /// <summary>
    /// Handles changes that were not handled while the name was unknown: a change may have been handled after the ledger was read for a
    /// card, and before the card's name was stored. Whoever makes a card calls this after storing the name and before returning the card:
    /// so each change is seen either here or by its handler.
    /// </summary>
    internal async Task CatchUpAsync(string name, CardNote note, CancellationToken cancellationToken)
    {
        var ledger = (await ledgers.Value.ReadAsync(note.Ledger, cancellationToken)).Ledger;
        if (RevokedName.HasChanges(note, ledger))
        {
            await StoreAsync(name, note, ledger, regardless: false, cancellationToken);
        }
    }

    /// <summary>The names with each key that ever signed cards; none if no key did.</summary>
    private async Task<IReadOnlyList<(string Name, CardNote Note)>> NamesOfAsync(List<CardNote> notes, CancellationToken cancellationToken)
    {
        var kids = notes.Count > 0 ? await register.KidsAsync(cancellationToken) : [];
        var secret = kids.Count > 0 ? await register.SecretAsync(cancellationToken) : default;
        return [.. kids.SelectMany(kid => notes.Select(note => note with { Kid = kid })).Select(note => (CardRegister.NameOf(secret.Span, note), note))];
    }

    private static string PathOf(string name, CardNote note) => $"{Prefix}{note.Kid}/{name}.json";

    private async Task StoreAsync(string name, CardNote note, CertificateLedger ledger, bool regardless, CancellationToken cancellationToken)
    {
        var path = PathOf(name, note);
        while (true)
        {
            var stored = await documents.Value.ReadWithMetadataAsync(path, CardRegisterJson.Default.CardRevocation, cancellationToken);
            var before = stored is { } written ? RevokedName.Of(written.Metadata) : null;
            if (!regardless && before?.Revision >= ledger.Revision)
            {
                return;
            }

            var next = RevokedName.After(before, note, ledger, time.GetUtcNow());
            if (await documents.Value.TryWriteAsync(path, new CardRevocation(), stored?.ETag, CardRegisterJson.Default.CardRevocation, next.ToMetadata(), cancellationToken))
            {
                ProtocolWrites.Done(ProtocolWrite.CardRevoked, name);
                return;
            }
        }
    }

    /// <summary>The meaning of the names of a certificate's cards, without the key; null for a type that is not written.</summary>
    private CardNote? NoteOf(string ledger, ListedCertificate certificate) => certificate.Key.Type switch
    {
        VaccinationType.TypeName => new CardNote { Ledger = ledger, Kid = "", Type = VaccinationType.TypeName, Disease = products.Disease.Icd11 },
        TestType.TypeName => new CardNote { Ledger = ledger, Kid = "", Type = TestType.TypeName, CertificateId = certificate.CertificateId },
        _ => null,
    };
}

/// <summary>
/// The document of a name with changes. Its data are in metadata beside it (<see cref="RevokedName"/>), because lists are made from
/// listings.
/// </summary>
internal sealed record CardRevocation
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
