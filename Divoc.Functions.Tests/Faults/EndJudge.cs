using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Faults;

/// <summary>Looks at everything that is stored, after a stop and when all is done.</summary>
internal sealed class EndJudge(Judge judge, Ledger ledger)
{
    /// <summary>What holds at any time: what is listed can be reached and is whole, and nothing else can be reached.</summary>
    public async Task LookAsync(SimulatedProgram program)
    {
        var finder = program.Get<CertificateFinder>();
        foreach (var id in judge.Events.Keys.Union(ledger.CertificateIds))
        {
            var listed = judge.Find(id);
            var found = await finder.FindAsync(id, SharedRooms.Partner, CancellationToken.None);
            var wrong = listed is null ? "a certificate is not listed and yet found" : "a certificate is listed and yet not found";
            judge.Report(found?.CertificateId == listed?.CertificateId ? null : wrong);
        }

        foreach (var version in judge.Ledgers.Values.SelectMany(ledger => ledger.Versions).Where(version => !version.IsErased()))
        {
            await LookAtArtifactsAsync(program, version);
        }

        foreach (var request in ledger.Requests)
        {
            ledger.Told(request, await program.Get<RequestOutcomes>().DeriveAsync(request, SharedRooms.Partner, CancellationToken.None));
        }
    }

    /// <summary>
    /// What holds when nothing is under way any more: every accepted event has one outcome, and the facts are those that it tells.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="isReplayed">
    /// Whether everything that was set aside was replayed after the last fault, so that nothing has failed that could be issued.
    /// </param>
    public async Task LookAtTheEndAsync(SimulatedProgram program, bool isReplayed)
    {
        await LookAsync(program);
        foreach (var request in ledger.Requests)
        {
            var outcomes = await program.Get<RequestOutcomes>().DeriveAsync(request, SharedRooms.Partner, CancellationToken.None);
            foreach (var (requested, outcome) in request.Certificates.Zip(outcomes))
            {
                judge.Tally.Count($"ended as {outcome.State}");
                judge.Report(await FaultAsync(program, requested, outcome));
                JudgeReplay(requested, outcome, isReplayed);
            }
        }

        await LookAtOwnedAsync(program);
        await LookAtFormatsAsync(program);
        await CountLeftoversAsync(program);
        var stored = await FindStoredAsync(program);
        judge.Report(judge.Discarded.Intersect(stored).Except(judge.CutOff).Any() ? "artifacts lie there of a discarded event" : null);
    }

    /// <summary>What became of a certificate counts in every format that is made at the fetch.</summary>
    private async Task LookAtFormatsAsync(SimulatedProgram program)
    {
        var (fetcher, now) = (program.Get<CertificateFetcher>(), program.Get<TimeProvider>().GetUtcNow());
        var formats = program.Get<CredentialFormats>().All.Where(format => !format.IsStored).ToList();
        foreach (var version in judge.Ledgers.Values.SelectMany(ledger => ledger.Versions))
        {
            foreach (var format in formats)
            {
                var outcome = await fetcher.FetchAsync(
                    version.CertificateId,
                    new AskedPart(CertificatePart.Credential, Format: format.Name),
                    SharedRooms.Partner,
                    CancellationToken.None);
                judge.Tally.Count($"asked as {format.Name}: {outcome.GetType().Name}");
                judge.Report(
                    outcome.GetType() == OutcomeOf(version, now)
                        ? null
                        : $"a certificate that is {version.StateAt(now).Status} comes as {format.Name} with {outcome.GetType().Name}");
            }
        }
    }

    private static Type OutcomeOf(ListedCertificate version, DateTimeOffset now) => version.StateAt(now).Status switch
    {
        _ when version.IsErased() => typeof(FetchOutcome.Erased),
        CertificateStatus.Live => typeof(FetchOutcome.ToBeSigned),
        CertificateStatus.Suspended => typeof(FetchOutcome.Suspended),
        CertificateStatus.Superseded => typeof(FetchOutcome.Superseded),
        _ => typeof(FetchOutcome.Revoked),
    };

    /// <summary>Whoever was told of a request finds it among his own.</summary>
    private async Task LookAtOwnedAsync(SimulatedProgram program)
    {
        var owned = await program.Get<OwnedRequests>()
            .ListAsync(SharedRooms.Partner.Partner, null, CancellationToken.None)
            .Select(entry => entry.Id)
            .ToHashSetAsync(StringComparer.Ordinal);
        judge.Report(
            ledger.Requests.All(request => owned.Contains(request.RequestId))
                ? null
                : "an accepted request is missing among those of its owner");
    }

    /// <summary>
    /// What holds when no message of a change is left: every entry was announced, and the register says what the ledgers say.
    /// </summary>
    public async Task LookAtAnnouncementsAsync(SimulatedProgram program)
    {
        foreach (var entry in judge.FindNeverAnnounced())
        {
            judge.Report(
                $"{entry.Kind} of revision {entry.Revision} of certificate "
                + $"#{judge.NumberOf(entry.Certificate.CertificateId)} was never announced");
        }

        judge.Report(judge.CountNeverTold() is > 0 and var count ? $"a partner was never told of {count} entries" : null);
        await LookAtOutcomesAsync(program);
        await new CardsAtTheEnd(judge, program).LookAsync();
        var page = await program.Get<StatusRegister>().ListAsync("", null, CancellationToken.None);
        var registered = page.Statuses.ToDictionary(status => $"{StatusRegister.Prefix}{status.Hash}.json");
        foreach (var (ledger, version) in judge.Ledgers.Values.SelectMany(
            ledger => ledger.Versions.Where(version => version.Changes.Count > 0).Select(version => (ledger, version))))
        {
            judge.Report(ProblemOf(ledger, version, registered.GetValueOrDefault(StatusRegister.DocumentOf(version.CertificateId))));
        }
    }

    /// <summary>
    /// What came of every event that made no certificate was told. What was discarded is not told of; nor is what was overtaken before it
    /// was ever queued, since the answer to its call says so.
    /// </summary>
    private async Task LookAtOutcomesAsync(SimulatedProgram program)
    {
        foreach (var request in ledger.Requests)
        {
            var outcomes = await program.Get<RequestOutcomes>().DeriveAsync(request, SharedRooms.Partner, CancellationToken.None);
            foreach (var (requested, outcome) in request.Certificates.Zip(outcomes)
                .Where(
                    pair => !pair.First.IsDuplicate
                        && judge.Events.ContainsKey(pair.First.CertificateId)
                        && pair.Second.Failure is not { IsDiscarded: true }))
            {
                var wasTold = outcome.State switch
                {
                    RequestedState.Failed => judge.WasTold(requested.CertificateId, "failed"),
                    RequestedState.Duplicate => judge.WasTold(requested.CertificateId, "duplicate"),
                    RequestedState.Conflict => judge.WasTold(requested.CertificateId, "conflict"),
                    _ => true,
                };
                judge.Report(
                    wasTold
                        ? null
                        : $"a partner was never told that event #{judge.NumberOf(requested.CertificateId)} ended as {outcome.State}");
            }
        }
    }

    private static string? ProblemOf(CertificateLedger ledger, ListedCertificate version, RegisteredStatus? registered)
    {
        if (registered is null)
        {
            return "the register misses a certificate";
        }

        var spans = ledger.StandingSuspensionsOf(version)
            .Select(suspension => new SuspensionSpan(suspension.From!.Value, suspension.Until))
            .ToList();
        var state = StateOf(version, spans.Count > 0);
        return registered.State == state && registered.Suspended.SequenceEqual(spans) && registered.Revision <= ledger.Revision
            ? null
            : $"the register says {registered.State} with {registered.Suspended.Count} spans, the ledger {state} with {spans.Count}";
    }

    private static RegisteredState StateOf(ListedCertificate version, bool isSuspended)
    {
        if (version.Changes.Any(change => change.Kind == StateChangeKind.Revoked))
        {
            return RegisteredState.Revoked;
        }

        if (version.Changes.Any(change => change.Kind == StateChangeKind.Superseded))
        {
            return RegisteredState.Superseded;
        }

        return isSuspended ? RegisteredState.Suspended : RegisteredState.None;
    }

    /// <summary>The list of certificates that don't hold misses none when nothing is under way.</summary>
    public void LookAtRevocations()
    {
        var versions = judge.Ledgers.Values.SelectMany(ledger => ledger.Versions).ToList();
        var missing = versions.Count(
            version => version.Changes.Any(change => change.Kind is StateChangeKind.Revoked or StateChangeKind.Superseded)
                && !judge.IsPublished(version.CertificateId));
        judge.Report(missing > 0 ? $"the published list misses {missing} certificates" : null);
    }

    /// <summary>
    /// After a replay only what can't be issued has failed: it is too large for a QR code; or another event was issued in its place, and a
    /// recorder that looked at its message just before it was replayed was stopped before it could take its record back.
    /// </summary>
    private void JudgeReplay(RequestedCertificate requested, RequestedOutcome outcome, bool isReplayed)
    {
        if (!isReplayed || outcome.Failure is not { Reason: not ("QR_TOO_LARGE" or "DISCARDED") } failure)
        {
            return;
        }

        var canBeListed = judge.Ledgers.GetValueOrDefault(requested.Ledger, CertificateLedger.Empty)
            .CanList(requested.Key, requested.VersionsAtAcceptance, requested.Replaces);
        judge.Report(canBeListed ? $"an event still has failed for {failure.Reason} after its replay" : null);
        judge.Tally.Count("overtaken and told as failed");
    }

    private async Task<string?> FaultAsync(SimulatedProgram program, RequestedCertificate requested, RequestedOutcome outcome)
    {
        var listings = judge.Ledgers.Values.SelectMany(ledger => ledger.Versions)
            .Count(version => version.CertificateId == requested.CertificateId);
        var isListed = requested.IsDuplicate ? listings == 1 : listings > 0;
        var hasFailed = await program.Get<FailureRegistry>().FindAsync(requested.CertificateId, CancellationToken.None) is not null;
        var right = outcome.State switch
        {
            RequestedState.Issued => listings == 1 && outcome.CertificateId == requested.CertificateId,
            RequestedState.Failed => !isListed && hasFailed,
            RequestedState.Queued => false,
            _ => (requested.IsDuplicate ? isListed : !isListed && !hasFailed) && judge.Find(outcome.CertificateId)?.Key == requested.Key,
        };
        if (right)
        {
            return null;
        }

        return $"an accepted event has ended as {outcome.State}, is {(isListed ? "" : "not ")}listed and has "
            + $"{(hasFailed ? "a" : "no")} failure record";
    }

    private async Task LookAtArtifactsAsync(SimulatedProgram program, ListedCertificate version)
    {
        foreach (var name in TestArtifacts.All(version.CertificateId))
        {
            var stored = await program.Store.GetAsync(name, CancellationToken.None);
            var wrong = stored is null ? "missing" : "changed";
            judge.Report(
                stored is not null && judge.IsAsWritten(name, stored.Bytes)
                    ? null
                    : $"{judge.Shorten(name)} of a listed certificate is {wrong}");
        }
    }

    /// <summary>The certificates whose erasure was answered and of which artifacts lie there all the same.</summary>
    public async Task<IReadOnlyList<string>> FindErasedLeftoversAsync(SimulatedProgram program)
    {
        return [.. (await FindStoredAsync(program)).Where(judge.AnsweredErasures.Contains).OrderBy(judge.NumberOf)];
    }

    private static async Task<IReadOnlyList<string>> FindStoredAsync(SimulatedProgram program)
    {
        var page = await program.Store.ListAsync(
            CertificateArtifacts.Container, "", ArtifactLimits.MaxPageSize, null, CancellationToken.None);
        return [.. page.Names.Select(name => name.Split('/')[0]).Distinct()];
    }

    /// <summary>What a stop left behind may lie there, but is to be counted.</summary>
    private async Task CountLeftoversAsync(SimulatedProgram program)
    {
        foreach (var id in await FindStoredAsync(program))
        {
            var version = judge.Find(id);
            if (version is null || version.IsErased())
            {
                judge.Tally.Count(version is null ? "left behind, not listed" : "left behind, erased");
            }
        }
    }
}
