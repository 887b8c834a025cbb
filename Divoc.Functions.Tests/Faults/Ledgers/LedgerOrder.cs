using System.Text;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Operations;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// What somebody wants of a ledger. It may be carried out again as long as it has no answer, and also when it has one: always under the
/// same order id.
/// </summary>
internal abstract class LedgerOrder(string title)
{
    public string Title => title;

    public bool IsAnswered { get; private set; }

    /// <summary>Whether its write is announced before.</summary>
    public virtual bool AnnouncesAhead => true;

    /// <summary>Carries it out once. The answer of a process that was stopped reaches nobody.</summary>
    public async Task CarryOutAsync(LedgerProcess process, LedgerJudge judge)
    {
        var answer = await AskAsync(process);
        if (!process.IsStopped)
        {
            judge.Tally.Count($"answered {answer}");
            IsAnswered = true;
        }
    }

    protected abstract Task<string> AskAsync(LedgerProcess process);
}

/// <summary>Revokes, suspends, reinstates or erases a certificate.</summary>
internal sealed class StateOrder(string title, string certificateId, StateChangeKind kind, ChangeOrder order) : LedgerOrder(title)
{
    protected override async Task<string> AskAsync(LedgerProcess process)
    {
        var outcome = kind switch
        {
            StateChangeKind.Revoked => await process.States.RevokeAsync(certificateId, order, CancellationToken.None),
            StateChangeKind.Suspended => await process.States.SuspendAsync(certificateId, order, CancellationToken.None),
            StateChangeKind.Reinstated => await process.States.ReinstateAsync(certificateId, order, CancellationToken.None),
            _ => await process.Eraser.EraseAsync(certificateId, order, CancellationToken.None),
        };
        return $"{kind} by {outcome.GetType().Name}";
    }
}

/// <summary>Releases an owner from the ledger of a person, or admits it again.</summary>
internal sealed class OwnerBarOrder(string title, string preEnrollmentCode, string owner, bool admits) : LedgerOrder(title)
{
    private readonly OwnerCall call = new(
        preEnrollmentCode, Encoding.UTF8.GetBytes($$"""{"owner":"{{owner}}","reason":"ASKED_FOR"}"""), admits ? "admit" : "release",
        RandomId.New());

    protected override async Task<string> AskAsync(LedgerProcess process)
    {
        var result = await (admits ? process.Releaser.AdmitAsync(call) : process.Releaser.ReleaseAsync(call));
        return $"{(admits ? "admit" : "release")} by {result.Outcome!.GetType().Name}";
    }
}
