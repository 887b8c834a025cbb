using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Goes through all erased certificates and deletes artifacts that are still stored. If there are many, each day handles some of them.
/// </summary>
public sealed class ErasureSweeper(CertificateEraser eraser, Sweeps sweeps)
{
    /// <summary>The name of the sweep.</summary>
    public const string Name = "erased";

    /// <summary>Does a run.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        return sweeps.RunAsync(
            Name, LedgerReferences.ErasedPrefix, Sweeps.LongestRun,
            (certificateId, _, token) => eraser.DeleteLeftoversAsync(certificateId, token), cancellationToken);
    }
}
