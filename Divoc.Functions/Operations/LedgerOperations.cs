using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>Carries out operators' orders about owners in ledgers, and records who gave them.</summary>
public sealed class LedgerOperations(OwnerReleaser releaser, AuditTrail audit)
{
    /// <summary>Revokes an owner's certificates for a preEnrollmentCode and blocks the owner.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="call">The call.</param>
    public Task<OwnerResult> ReleaseAsync(string name, OwnerCall call) =>
        RecordAsync(name, OperatorOrder.ReleaseOwner, call, releaser.ReleaseAsync);

    /// <summary>Lifts the block of an owner.</summary>
    /// <inheritdoc cref="ReleaseAsync"/>
    public Task<OwnerResult> AdmitAsync(string name, OwnerCall call) =>
        RecordAsync(name, OperatorOrder.AdmitOwner, call, releaser.AdmitAsync);

    private async Task<OwnerResult> RecordAsync(
        string name, OperatorOrder what, OwnerCall call, Func<OwnerCall, Task<OwnerResult>> carryOut)
    {
        return OwnerOrder.Read(call.Body, out var faults) is { } order
            ? await audit.RecordAsync(name, what, order.Reason, () => carryOut(call), CountsOf)
            : new OwnerResult(null, faults);
    }

    private static Dictionary<string, int> CountsOf(OwnerResult result)
    {
        var report = (result.Outcome as OwnerOutcome.Changed)?.Report;
        return new() { ["revoked"] = report?.Revoked.Count ?? 0, ["versions"] = report?.Versions ?? 0 };
    }
}
