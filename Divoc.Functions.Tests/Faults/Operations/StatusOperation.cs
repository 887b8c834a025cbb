using Divoc.Functions.Intake;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Asks what has become of an accepted request.</summary>
internal sealed class StatusOperation(string title, Ledger ledger, CertifyRequest request) : Operation(title)
{
    public override bool ReadsSideBySide => true;

    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var found = await program.Get<RequestRegistry>().FindAsync(request.RequestId, SharedRooms.Partner, CancellationToken.None);
        if (found is null)
        {
            return () => ledger.Judge.Report("an accepted request is not there");
        }

        var outcomes = await program.Get<RequestOutcomes>().DeriveAsync(found, SharedRooms.Partner, CancellationToken.None);
        return () => ledger.Told(request, outcomes);
    }
}
