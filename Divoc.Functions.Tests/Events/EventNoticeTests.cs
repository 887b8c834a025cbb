using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Ledger;

namespace Divoc.Functions.Tests.Events;

/// <summary>What is told of entries and outcomes: always the same of the same, and nothing of a person.</summary>
public sealed partial class EventNoticeTests
{
    private static readonly PublicAddressOptions Address = new() { PublicBaseUrl = "https://certificates.health.example.org" };

    private static readonly string Document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "events.md"));

    private readonly ListedCertificate version = VersionBuilder.Version() with { Owner = "clinic", RequestId = RandomId.New() };

    [Fact]
    public void The_event_of_an_issued_certificate_contains_its_request()
    {
        var told = Tell(Ledger(version), 0);

        Assert.Equal($"{version.CertificateId}.1", told["id"]!.GetValue<string>());
        Assert.Equal("divoc.certificate.issued.v1", told["type"]!.GetValue<string>());
        Assert.Equal("https://certificates.health.example.org", told["source"]!.GetValue<string>().TrimEnd('/'));
        Assert.Equal(("1", "Integer"), (told["sequence"]!.GetValue<string>(), told["sequencetype"]!.GetValue<string>()));
        Assert.Equal(VersionBuilder.IssuedAt, DateTimeOffset.Parse(told["time"]!.GetValue<string>(), null));
        Assert.Equal(
            $$"""{"certificateId":"{{version.CertificateId}}","requestId":"{{version.RequestId}}","certificateType":"vaccination","partner":"clinic","state":"LIVE"}""",
            told["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData(StateChangeKind.Revoked, "revoked", "REVOKED")]
    [InlineData(StateChangeKind.Reinstated, "reinstated", "LIVE")]
    [InlineData(StateChangeKind.Erased, "erased", "LIVE")]
    public void The_event_of_a_change_has_its_own_type_and_the_new_state(StateChangeKind kind, string type, string state)
    {
        var told = Tell(Ledger(version, one => one.With(VersionBuilder.Change(kind))), 1);

        Assert.Equal($"divoc.certificate.{type}.v1", told["type"]!.GetValue<string>());
        Assert.Equal(state, told["data"]!["state"]!.GetValue<string>());
    }

    /// <summary>Whoever handles the message of a change late reads a ledger that has gone on.</summary>
    [Fact]
    public void An_event_does_not_depend_on_later_changes()
    {
        var suspended = Ledger(version, one => one.With(VersionBuilder.Suspension(0, null)));
        var later = Change(
            Change(suspended, one => one.With(VersionBuilder.Change(StateChangeKind.Reinstated, 2))),
            one => one.With(VersionBuilder.Change(StateChangeKind.Erased, 3)));

        Assert.Equal("SUSPENDED", Tell(suspended, 1)["data"]!["state"]!.GetValue<string>());
        Assert.Equal(Tell(suspended, 0).ToJsonString(), Tell(later, 0).ToJsonString());
        Assert.Equal(Tell(suspended, 1).ToJsonString(), Tell(later, 1).ToJsonString());
    }

    [Fact]
    public void An_update_sends_events_for_both_certificates_and_each_names_the_other()
    {
        var next = VersionBuilder.Version() with { Owner = "clinic" };
        var suspended = Ledger(version, one => one.With(VersionBuilder.Suspension(0, null)));
        var updated = suspended.WithUpdate(next, VersionBuilder.Change(StateChangeKind.Superseded, 2, next.CertificateId)).AsRevision(3);
        var told = updated.Entries()
            .Where(entry => entry.Revision == 3 && entry.Change is not { Carried: true })
            .Select(entry => Tell(updated, entry))
            .ToList();

        Assert.Equal(
            ["divoc.certificate.issued.v1", "divoc.certificate.updated.v1"], told.Select(one => one["type"]!.GetValue<string>()).Order());
        var (before, after) = (
            told.Single(one => one["subject"]!.GetValue<string>() == version.CertificateId),
            told.Single(one => one["subject"]!.GetValue<string>() == next.CertificateId));
        Assert.Equal(
            (next.CertificateId, "SUPERSEDED"),
            (before["data"]!["replacedBy"]!.GetValue<string>(), before["data"]!["state"]!.GetValue<string>()));
        Assert.Equal(version.CertificateId, after["data"]!["replaces"]!.GetValue<string>());
        Assert.NotEqual(before["id"]!.GetValue<string>(), after["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(OutcomeKind.Duplicate, "duplicate", "DUPLICATE", null)]
    [InlineData(OutcomeKind.Conflict, "conflict", "CONFLICT", null)]
    [InlineData(OutcomeKind.Failed, "failed", "FAILED", "QR_TOO_LARGE")]
    public void The_event_of_an_outcome_without_a_certificate_has_no_sequence(OutcomeKind kind, string word, string state, string? reason)
    {
        var outcome = new EventOutcome
        {
            Kind = kind,
            Subject = version.CertificateId,
            RequestId = version.RequestId,
            Owner = "clinic",
            Attempt = 3,
            At = VersionBuilder.IssuedAt,
        };
        var told = Read(EventNotice.Of(outcome, "vaccination", reason));

        Assert.Equal(
            ($"{version.CertificateId}.{word}.3", $"divoc.certificate.{word}.v1"),
            (told["id"]!.GetValue<string>(), told["type"]!.GetValue<string>()));
        Assert.Null(told["sequence"]);
        Assert.Equal((state, reason), (told["data"]!["state"]!.GetValue<string>(), told["data"]!["reason"]?.GetValue<string>()));
    }

    [Fact]
    public void The_event_of_a_finished_upload_contains_its_row_counts()
    {
        var outcome = new EventOutcome
        {
            Kind = OutcomeKind.UploadFinished,
            Subject = "upload",
            Owner = "clinic",
            Attempt = 1,
            At = VersionBuilder.IssuedAt,
            Counts = new UploadTotals(10, 7, 1, 2),
        };
        var told = Read(EventNotice.Of(outcome, null, null));

        Assert.Equal(("upload.finished.1", "divoc.upload.finished.v1"), (told["id"]!.GetValue<string>(), told["type"]!.GetValue<string>()));
        Assert.Equal(
            """{"uploadId":"upload","partner":"clinic","rows":{"read":10,"issued":7,"duplicate":1,"failed":2}}""",
            told["data"]!.ToJsonString());
    }

    /// <summary>The facts of the version, the words of its change, and who made it stand in the ledger and must stay there.</summary>
    [Theory]
    [InlineData(StateChangeKind.Revoked)]
    [InlineData(StateChangeKind.Suspended)]
    [InlineData(StateChangeKind.Reinstated)]
    [InlineData(StateChangeKind.Erased)]
    [InlineData(StateChangeKind.Superseded)]
    public void Events_contain_no_text_written_by_people(StateChangeKind kind)
    {
        var change = VersionBuilder.Change(kind) with { Reason = "REASON_OF_PEOPLE", Text = "text of people", By = "caller" };
        var ledger = Ledger(version, one => one.With(change));

        foreach (var entry in ledger.Entries())
        {
            var text = Tell(ledger, entry).ToJsonString();
            Assert.DoesNotContain("REASON_OF_PEOPLE", text, StringComparison.Ordinal);
            Assert.DoesNotContain("people", text, StringComparison.Ordinal);
            Assert.DoesNotContain("caller", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Covishield", text, StringComparison.Ordinal);
            Assert.DoesNotContain("B-77", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_example_in_the_documentation_matches_the_event_that_is_sent()
    {
        var example = JsonNode.Parse(JsonBlock().Matches(Document)[0].Groups[1].Value)!;
        var data = example["data"]!;
        var at = DateTimeOffset.Parse(example["time"]!.GetValue<string>(), null);
        var listed = version with
        {
            CertificateId = data["certificateId"]!.GetValue<string>(),
            RequestId = data["requestId"]!.GetValue<string>(),
            Revision = 3,
            Changes = [VersionBuilder.Change(StateChangeKind.Suspended) with
            {
                Revision = 4,
                At = at,
                From = at,
                Until = DateTimeOffset.Parse(data["suspendedUntil"]!.GetValue<string>(), null),
            }],
        };

        Assert.Equal(Sorted(example), Sorted(Tell(CertificateLedger.Empty.With(listed), 1)));
    }

    [Fact]
    public void The_documentation_lists_exactly_the_event_types_that_are_sent()
    {
        Assert.Equal(
            Enum.GetValues<EventType>().Select(type => type.ToName()).Order(StringComparer.Ordinal),
            TypeName().Matches(Document).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
    }

    private static CertificateLedger Ledger(ListedCertificate version, params Func<ListedCertificate, ListedCertificate>[] changes)
    {
        return changes.Aggregate(CertificateLedger.Empty.With(version).AsRevision(1), Change);
    }

    private static CertificateLedger Change(CertificateLedger ledger, Func<ListedCertificate, ListedCertificate> change)
    {
        return ledger.WithChanged(change(ledger.Versions[0])).AsRevision(ledger.Revision + 1);
    }

    private static JsonNode Tell(CertificateLedger ledger, int entry) => Tell(ledger, ledger.Entries().ElementAt(entry));

    private static JsonNode Tell(CertificateLedger ledger, LedgerEntry entry) => Read(EventNotice.Of(ledger, entry));

    private static JsonNode Read(EventNotice notice) => JsonNode.Parse(notice.ToJson(Address).Span)!;

    private static string Sorted(JsonNode node) =>
        JsonSerializer.Serialize(new SortedDictionary<string, JsonNode?>(node.AsObject().ToDictionary(), StringComparer.Ordinal));

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("`(divoc\\.[a-zA-Z.]+\\.v1)`")]
    private static partial Regex TypeName();
}
