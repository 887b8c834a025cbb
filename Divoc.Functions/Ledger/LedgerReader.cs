using System.Collections.Concurrent;

namespace Divoc.Functions.Ledger;

/// <summary>Reads the ledgers of many people.</summary>
public sealed class LedgerReader(LedgerStore ledgers)
{
    private const int Parallelism = 8;

    /// <summary>Reads each of some ledgers once, by name.</summary>
    public async Task<IReadOnlyDictionary<string, CertificateLedger>> ReadAsync(
        IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<string, CertificateLedger>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names.Distinct(), options, async (name, token) =>
        {
            read[name] = (await ledgers.ReadAsync(name, token)).Ledger;
        });
        return read;
    }
}
