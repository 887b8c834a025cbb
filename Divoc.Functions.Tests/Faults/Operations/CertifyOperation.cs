using System.Text.Json.Nodes;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Certifies events or updates their certificates, with an Idempotency-Key or without.</summary>
internal sealed class CertifyOperation(string title, Ledger ledger, JsonArray events, CertificateShape shape, string? key, bool isUpdate)
    : Operation(title)
{
    private readonly byte[] body = System.Text.Encoding.UTF8.GetBytes(events.ToJsonString());

    public override bool ReadsSideBySide => true;

    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var outcome = await program.Get<CertifyHandler>().HandleAsync(
            new CertifyCall(body, shape.TypeOf(), shape.RequestOf(), SharedRooms.Partner, isUpdate ? "update" : "certify", key, isUpdate),
            CancellationToken.None);
        return outcome switch
        {
            CertifyOutcome.Accepted accepted => () => ledger.Accepted(key, accepted.Request),
            CertifyOutcome.Incomplete => null,
            CertifyOutcome.NotUpdatable when isUpdate => () => ledger.Judge.Tally.Count("updates refused"),
            CertifyOutcome.Refused refused => () => ledger.Judge.Report(
                $"{Title} was refused: {string.Join(", ", refused.Faults.Select(fault => fault.Pointer + fault.Code))}"),
            _ => () => ledger.Judge.Report($"{Title} was answered by {outcome.GetType().Name}"),
        };
    }
}
