using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// The entry of a rid in a list of revoked cards, for now and for later, because suspensions begin and end at their times without a write.
/// </summary>
/// <param name="Revision">The revision of the ledger on which it is based.</param>
/// <param name="Counter">How often it had changed when it was written.</param>
/// <param name="WrittenAt">When that was (UTC).</param>
/// <param name="Spans">The revocations and their times.</param>
internal sealed record RevokedRid(long Revision, long Counter, DateTimeOffset WrittenAt, IReadOnlyList<RevokedSpan> Spans)
{
    /// <summary>
    /// The metadata of a rid beside its document have room for this many; if there are more, they become one that applies permanently.
    /// </summary>
    internal const int MostSpans = 40;

    private const string RevisionMetadata = "revision";
    private const string CounterMetadata = "counter";
    private const string WrittenMetadata = "written";
    private const string SpansMetadata = "spans";
    private const string Open = "..";

    /// <summary>The time before which cards are revoked at an instant, in whole seconds since 1970; null if none are.</summary>
    public long? BeforeAt(DateTimeOffset instant) => Spans.Where(span => span.AppliesAt(instant)).Max(span => (long?)span.Before);

    /// <summary>How often it has changed up to an instant: by writes, and by each beginning and each end since.</summary>
    public long CounterAt(DateTimeOffset instant)
    {
        return Counter
            + Spans.Sum(span => (HasComeBy(span.From, instant) ? 1 : 0) + (span.Until is { } end && HasComeBy(end, instant) ? 1 : 0));
    }

    /// <summary>The next version to be written.</summary>
    /// <param name="before">The written version; null for none.</param>
    /// <param name="subject">The meaning of the rid.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="now">The time (UTC).</param>
    public static RevokedRid After(RevokedRid? before, RidSubject subject, CertificateLedger ledger, DateTimeOffset now)
    {
        var next = new RevokedRid(ledger.Revision, before?.CounterAt(now) ?? 0, now, SpansOf(subject, ledger, now));
        return next.BeforeAt(now) == before?.BeforeAt(now) ? next : next with { Counter = next.Counter + 1 };
    }

    /// <summary>Whether anything ever happened to certificates that cards with a rid can have.</summary>
    public static bool HasChanges(RidSubject subject, CertificateLedger ledger) =>
        VersionsOf(subject, ledger).Any(version => version.Changes.Count > 0);

    /// <summary>The metadata beside the document.</summary>
    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            [RevisionMetadata] = TextOf(Revision),
            [CounterMetadata] = TextOf(Counter),
            [WrittenMetadata] = TextOf(WrittenAt.ToUnixTimeMilliseconds()),
        };
        if (Spans.Count > 0)
        {
            metadata[SpansMetadata] = string.Join(' ', Spans.Select(TextOf));
        }

        return metadata;
    }

    /// <summary>Reads the metadata beside a document.</summary>
    public static RevokedRid Of(IReadOnlyDictionary<string, string> metadata) => new(
        NumberOf(metadata[RevisionMetadata]),
        NumberOf(metadata[CounterMetadata]),
        TimeOf(metadata[WrittenMetadata]),
        [.. metadata.GetValueOrDefault(SpansMetadata, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SpanOf)]);

    /// <summary>The versions that cards with a rid have or had.</summary>
    private static IEnumerable<ListedCertificate> VersionsOf(RidSubject subject, CertificateLedger ledger)
    {
        return ledger.Versions.Where(
            version => subject.CertificateId is { } id ? version.CertificateId == id : version.Key.Type == subject.Type);
    }

    /// <summary>An erasure does not change the status of a certificate in any format.</summary>
    private static List<RevokedSpan> SpansOf(RidSubject subject, CertificateLedger ledger, DateTimeOffset now)
    {
        List<ListedCertificate> held = [.. VersionsOf(subject, ledger)];
        var ends = held.SelectMany(version => version.Changes)
            .Where(change => change.Kind is StateChangeKind.Revoked or StateChangeKind.Superseded);
        List<RevokedSpan> spans = ends.MaxBy(change => change.At) is { } end
            ? [RevokedSpan.Of(end.At, LastKnownTo(ledger, end), null)]
            : [];
        spans.AddRange(held.Where(version => version.IsLive())
            .SelectMany(version => version.StandingSuspensions())
            .Where(suspension => suspension.Until is null || suspension.Until > now)
            .Select(suspension => RevokedSpan.Of(
                suspension.From > suspension.At ? suspension.From.Value : suspension.At, LastKnownTo(ledger, suspension), suspension.Until))
            .Distinct());
        return spans.Count <= MostSpans ? spans : [new RevokedSpan(spans.Max(span => span.Before), spans.Min(span => span.From), null)];
    }

    /// <summary>
    /// The latest time in the ledger when a change was written: cards from before the change get a time at most a millisecond later, even
    /// if a clock was far ahead then.
    /// </summary>
    private static DateTimeOffset LastKnownTo(CertificateLedger ledger, StateChange change)
    {
        return ledger.Entries()
            .Where(entry => entry.Revision <= change.Revision)
            .Select(entry => entry.Change?.At ?? entry.Certificate.IssuedAt)
            .Append(change.At)
            .Max();
    }

    private bool HasComeBy(DateTimeOffset time, DateTimeOffset instant) => time > WrittenAt && time <= instant;

    private static string TextOf(RevokedSpan span)
    {
        var until = span.Until is { } end ? TextOf(end.ToUnixTimeMilliseconds()) : Open;
        return $"{TextOf(span.Before)}/{TextOf(span.From.ToUnixTimeMilliseconds())}/{until}";
    }

    private static RevokedSpan SpanOf(string text)
    {
        var parts = text.Split('/');
        return new RevokedSpan(NumberOf(parts[0]), TimeOf(parts[1]), parts[2] == Open ? null : TimeOf(parts[2]));
    }

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long NumberOf(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.FromUnixTimeMilliseconds(NumberOf(text));
}

/// <summary>A period in which cards with a rid are revoked.</summary>
/// <param name="Before">Cards from before this time are revoked, in whole seconds since 1970.</param>
/// <param name="From">The beginning of the period (UTC).</param>
/// <param name="Until">The end of the period (UTC, exclusive); null if it is permanent, or lasts until a reinstatement removes it.</param>
internal sealed record RevokedSpan(long Before, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Lists have whole seconds. This uses the second after the beginning, so that no card from before it is left out.</summary>
    /// <param name="from">The beginning.</param>
    /// <param name="known">
    /// The latest time that cards from before it can know. It is later than the beginning only if a clock was wrong.
    /// </param>
    /// <param name="until">The end; null if it is permanent.</param>
    public static RevokedSpan Of(DateTimeOffset from, DateTimeOffset known, DateTimeOffset? until)
    {
        // A card that knows a time is dated a millisecond after it, which may be in the next second.
        var last = known > from ? known.AddMilliseconds(1) : from;
        return new(last.ToUnixTimeSeconds() + 1, from, until);
    }

    /// <summary>Whether it applies at an instant.</summary>
    public bool AppliesAt(DateTimeOffset instant) => From <= instant && (Until is null || instant < Until);
}
