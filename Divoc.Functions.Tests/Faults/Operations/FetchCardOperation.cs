using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.SmartHealthCard;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>
/// Fetches the health card of a certificate; the caller may ask again while it is not found. What becomes of the card is judged at the end.
/// </summary>
internal sealed class FetchCardOperation(string title, Judge judge, string certificateId, bool isFresh = false) : Operation(title)
{
    protected override async Task<Action?> AskAsync(SimulatedProgram program)
    {
        var before = judge.Find(certificateId);
        var fetcher = program.Get<CertificateFetcher>();
        var asked = new AskedPart(CertificatePart.Credential, Format: SmartHealthCardFormat.FormatName);
        var outcome = await fetcher.FetchAsync(certificateId, asked, SharedRooms.Partner, CancellationToken.None);
        outcome = outcome is FetchOutcome.ToBeSigned unsigned ? await fetcher.SignAsync(unsigned, CancellationToken.None) : outcome;
        return outcome is FetchOutcome.NotFound ? null : () =>
        {
            judge.Tally.Count($"cards answered by {outcome.GetType().Name}");
            judge.Report(Fault(before, outcome));
            if (outcome is FetchOutcome.Part part)
            {
                judge.Cards.Add(new HandedOutCard(certificateId, part.Bytes.ToArray(), isFresh));
            }
        };
    }

    private static string? Fault(ListedCertificate? before, FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Part when before is not null && (!before.IsLive() || before.IsErased()) =>
            "a card was made of a certificate that is not live",
        FetchOutcome.Part or FetchOutcome.Revoked or FetchOutcome.Superseded or FetchOutcome.Suspended or FetchOutcome.Erased => null,
        _ => $"the fetch of a card was answered by {outcome.GetType().Name}",
    };
}

/// <summary>A card that a caller has.</summary>
/// <param name="CertificateId">The certificate that it was asked for with, which it holds.</param>
/// <param name="File">The file.</param>
/// <param name="IsFresh">Whether it was made at the end, when nothing was under way any more.</param>
internal sealed record HandedOutCard(string CertificateId, byte[] File, bool IsFresh);
