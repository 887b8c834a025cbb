using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Revokes, suspends, reinstates or erases a certificate: what is answered has been written.</summary>
internal sealed class ChangeOperation(string title, Judge judge, string certificateId, StateChangeKind kind) : Operation(title)
{
    /// <summary>The same at each call, as it follows from an Idempotency-Key.</summary>
    private readonly ChangeOrder order = new("ASKED_FOR", "because of it", SharedRooms.Partner) { Id = RandomId.New() };

    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var before = judge.Find(certificateId);
        var outcome = await ChangeAsync(program);
        return () =>
        {
            judge.Tally.Count($"{kind} answered by {outcome.GetType().Name}");
            judge.Report(Fault(before, outcome));
            if (kind == StateChangeKind.Erased && outcome is ChangeOutcome.Changed)
            {
                judge.AnsweredErasures.Add(certificateId);
            }
        };
    }

    private Task<ChangeOutcome> ChangeAsync(SimulatedProgram program) => kind switch
    {
        StateChangeKind.Revoked => program.Get<StateChanger>().RevokeAsync(certificateId, order, CancellationToken.None),
        StateChangeKind.Suspended => program.Get<StateChanger>().SuspendAsync(certificateId, order, CancellationToken.None),
        StateChangeKind.Reinstated => program.Get<StateChanger>().ReinstateAsync(certificateId, order, CancellationToken.None),
        _ => program.Get<CertificateEraser>().EraseAsync(certificateId, order, CancellationToken.None),
    };

    private string? Fault(ListedCertificate? before, ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.Changed changed =>
            judge.Find(changed.Version.CertificateId) is { } now ? ProblemOf(now) : "what was changed is not listed",
        ChangeOutcome.NotFound when before is not null => "a listed certificate was not found",
        ChangeOutcome.HistoryFull => "a short history is full",
        _ => null,
    };

    private string? ProblemOf(ListedCertificate now) => kind switch
    {
        StateChangeKind.Revoked =>
            judge.IsLiveByItsSuccessors(certificateId) ? "a certificate was revoked and it or its successor is live" : null,
        StateChangeKind.Suspended =>
            now.Changes.Any(change => change.Kind == kind) ? null : "a suspension was answered that is not written",
        StateChangeKind.Erased =>
            now.IsErased() && now.Facts is null && now.Changes.TakeWhile(change => change.Kind != kind).All(change => change.Text is null)
                ? null
                : "an erasure was answered that is not written",
        _ => null,
    };
}
