using System.Collections.Concurrent;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>Reads back which certificates were, or were to be, revoked, suspended or superseded (<see cref="LedgerReferences.NoteChangeAsync"/>).</summary>
public sealed class ChangedCertificates(RegistryDocuments documents, LedgerReader ledgers)
{
    private const int Parallelism = 8;

    /// <summary>The ids of all, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        return documents.ListAsync(LedgerReferences.ChangedPrefix, cancellationToken);
    }

    /// <summary>Those of some noted certificates that are listed, as their ledgers list them now.</summary>
    public async Task<IReadOnlyList<ListedCertificate>> ReadAsync(IReadOnlyList<string> certificateIds, CancellationToken cancellationToken)
    {
        var noted = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(certificateIds, options, async (id, token) =>
        {
            if (await documents.ReadAsync($"{LedgerReferences.ChangedPrefix}{id}.json", LedgerJson.Compact.LedgerReference, token) is { } read)
            {
                noted[id] = read.Document.Ledger;
            }
        });
        var read = await ledgers.ReadAsync(noted.Values, cancellationToken);
        return [.. noted.Select(pair => read[pair.Value].Find(pair.Key)).OfType<ListedCertificate>()];
    }
}
