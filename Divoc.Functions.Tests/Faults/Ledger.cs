using Divoc.Functions.Intake;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults;

/// <summary>What callers were told, and so what they may rely on.</summary>
internal sealed class Ledger
{
    private readonly Judge judge;
    private readonly Dictionary<string, CertifyRequest> requestsByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<(string RequestId, int Element), RequestedOutcome> told = [];
    private readonly List<CertifyRequest> requests = [];
    private readonly List<string> certificateIds = [];

    public Ledger(Judge judge)
    {
        this.judge = judge;
        judge.FailureRemoved = ToldNothing;
    }

    public Judge Judge => judge;

    /// <summary>The accepted requests.</summary>
    public IReadOnlyList<CertifyRequest> Requests => requests;

    /// <summary>The ids that callers know.</summary>
    public IReadOnlyList<string> CertificateIds => certificateIds;

    /// <summary>A request was accepted.</summary>
    public void Accepted(string? key, CertifyRequest request)
    {
        if (key is not null && !requestsByKey.TryAdd(key, request))
        {
            judge.Report(requestsByKey[key].RequestId == request.RequestId ? null : "one Idempotency-Key was accepted as two requests");
            judge.Tally.Count("requests accepted again by their key");
            return;
        }

        judge.Tally.Count("requests accepted");
        requests.Add(request);
        certificateIds.AddRange(request.Certificates.Select(certificate => certificate.CertificateId).Except(certificateIds));
    }

    /// <summary>
    /// A caller was told the outcomes of a request. One that is no longer queued stays as it is, but that a double may still list what has
    /// failed.
    /// </summary>
    public void Told(CertifyRequest request, IReadOnlyList<RequestedOutcome> outcomes)
    {
        foreach (var (element, now) in outcomes.Index())
        {
            var before = told.GetValueOrDefault((request.RequestId, element))?.State ?? RequestedState.Queued;
            var stays = before == RequestedState.Queued
                || before == now.State
                || (before == RequestedState.Failed && now.State == RequestedState.Issued);
            judge.Report(stays ? null : $"an outcome was {before} and is now {now.State}");
            told[(request.RequestId, element)] = now;
        }
    }

    /// <summary>An event that has failed is replayed: its outcome is open again.</summary>
    private void ToldNothing(string certificateId)
    {
        foreach (var outcome in told
            .Where(outcome => outcome.Value.State == RequestedState.Failed && outcome.Value.CertificateId == certificateId)
            .ToList())
        {
            told.Remove(outcome.Key);
        }
    }
}
