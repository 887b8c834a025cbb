using System.Globalization;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Faults.Operations;
using Divoc.Functions.Tests.Formats.SmartHealthCard;
using Divoc.Functions.Verification;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// Judges all health cards that were handed out, when no change is under way any more: by what the service says of each, and by the
/// published lists.
/// </summary>
internal sealed class CardsAtTheEnd(Judge judge, SimulatedProgram program)
{
    private readonly DateTimeOffset now = program.Get<TimeProvider>().GetUtcNow();
    private readonly Dictionary<string, Dictionary<string, long>> lists = new(StringComparer.Ordinal);

    public async Task LookAsync()
    {
        foreach (var card in judge.Cards)
        {
            await LookAsync(card);
        }
    }

    private async Task LookAsync(HandedOutCard card)
    {
        var (version, read) = (judge.Find(card.CertificateId)!, Cards.Read(card.File));
        var (notBefore, rid) = (read["nbf"]!.GetValue<decimal>(), (string)read["vc"]!["rid"]!);
        var state = version.StateAt(now).Status;
        var verdict = await program.Get<CertificateVerifier>().VerifyAsync(card.File, CancellationToken.None);
        var isRevokedElsewhere = await FindAsync(card, rid) is { } before && notBefore < before;
        var elsewhere = isRevokedElsewhere ? "revoked" : "good";
        judge.Tally.Count(
            $"{(card.IsFresh ? "fresh cards" : "cards")} of what is {state} at the end: {verdict.Status}, {elsewhere} elsewhere");
        judge.Report(verdict.Status == VerificationStatus.Invalid ? "a card of ours is invalid" : null);
        if (card.IsFresh)
        {
            judge.Report(
                verdict.Status <= VerificationStatus.Expired && !isRevokedElsewhere
                    ? null
                    : $"a fresh card of a live certificate is {verdict.Status}, {elsewhere} elsewhere");
        }
        else if (IsToBeRevoked(version, state, notBefore))
        {
            judge.Report(verdict.Status >= GravityOf(state) && isRevokedElsewhere
                ? null
                : $"a card of certificate #{judge.NumberOf(version.CertificateId)}, which is {state}, is "
                    + $"{verdict.Status}, {elsewhere} elsewhere");
        }
    }

    /// <summary>A schedule lets minutes pass between the dating of a change and its write: so much no card is dated back.</summary>
    private bool IsToBeRevoked(ListedCertificate version, CertificateStatus state, decimal notBefore)
    {
        if (state == CertificateStatus.Live)
        {
            return false;
        }

        var unknown = version.Changes.Where(change => change.At.ToUnixTimeMilliseconds() < notBefore * 1000).ToList();
        var isSlow = unknown.Exists(judge.WasSlow);
        judge.Tally.Count(isSlow ? "cards that are dated after a change that took long" : "cards to be revoked");
        return !isSlow;
    }

    private static VerificationStatus GravityOf(CertificateStatus state) => state switch
    {
        CertificateStatus.Revoked => VerificationStatus.Revoked,
        CertificateStatus.Suspended => VerificationStatus.Suspended,
        _ => VerificationStatus.Superseded,
    };

    /// <summary>What the published list says of a name, which must be what follows from the ledger.</summary>
    private async Task<long?> FindAsync(HandedOutCard card, string rid)
    {
        var kid = CardJws.Read(System.Text.Encoding.ASCII.GetBytes(CardText.OfFile(card.File)))!.Kid;
        if (!lists.TryGetValue(kid, out var list))
        {
            lists[kid] = list = await ReadAsync(kid);
        }

        var (listed, expected) = (list.TryGetValue(rid, out var before) ? before : (long?)null, await ExpectedAsync(rid));
        judge.Report(listed == expected ? null : $"the list has {listed} of a name, and the ledger {expected}");
        return listed;
    }

    private async Task<Dictionary<string, long>> ReadAsync(string kid)
    {
        using var published = new RevokedCardLists(
            new Lazy<RegistryDocuments>(program.Get<RegistryDocuments>), program.Get<CardRegister>(), program.Get<TimeProvider>(),
            NullLogger<RevokedCardLists>.Instance);
        var entries = await published.FindAsync(kid, CancellationToken.None) is { } bytes
            ? JsonNode.Parse(bytes.Span)!["rids"]!.AsArray().Select(entry => ((string)entry!).Split('.'))
            : [];
        return entries.ToDictionary(entry => entry[0], entry => long.Parse(entry[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    private async Task<long?> ExpectedAsync(string rid)
    {
        if (await program.Get<CardRegister>().FindAsync(rid, CancellationToken.None) is not { } note)
        {
            judge.Report("nobody knows the name of a card that was handed out");
            return null;
        }

        return RevokedRid.After(null, note, judge.Ledgers.GetValueOrDefault(note.Ledger, CertificateLedger.Empty), now).BeforeAt(now);
    }
}
