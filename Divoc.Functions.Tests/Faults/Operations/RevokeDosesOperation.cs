using Divoc.Functions.Certificates;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Revokes doses of a person: those answered are revoked, and no update leaves one live in their place.</summary>
internal sealed class RevokeDosesOperation(string title, Judge judge, string preEnrollmentCode, int[]? doses) : Operation(title)
{
    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var outcome = await program.Get<CodeRevoker>()
            .RevokeAsync(
                preEnrollmentCode,
                DoseSelection.Of(doses).Select,
                new ChangeOrder("ASKED_FOR", null, SharedRooms.Partner),
                CancellationToken.None);
        return () =>
        {
            judge.Tally.Count($"doses answered by {outcome.GetType().Name}");
            if (outcome is RevocationByCodeOutcome.Revoked revoked)
            {
                judge.Report(
                    revoked.Versions.Any(version => judge.IsLiveByItsSuccessors(version.CertificateId))
                        ? "a dose was revoked and it or its successor is live"
                        : null);
            }
        };
    }
}
