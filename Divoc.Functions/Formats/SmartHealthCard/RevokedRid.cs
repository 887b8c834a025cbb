using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>What a list of revoked cards says of one rid, now and later: suspensions begin and end by time alone.</summary>
/// <param name="Revision">The revision of the ledger that it follows from.</param>
/// <param name="Counter">How often it had changed when it was written.</param>
/// <param name="WrittenAt">When that was (UTC).</param>
/// <param name="Spans">What is revoked, and when that holds.</param>
internal sealed record RevokedRid(long Revision, long Counter, DateTimeOffset WrittenAt, IReadOnlyList<RevokedSpan> Spans)
{
    /// <summary>The facts of a rid have room beside its document for so many; more are one that holds for good.</summary>
    internal const int MostSpans = 40;

    private const string RevisionMetadata = "revision";
    private const string CounterMetadata = "counter";
    private const string WrittenMetadata = "written";
    private const string SpansMetadata = "spans";
    private const string Open = "..";

    /// <summary>The time before which cards are revoked at an instant, in whole seconds since 1970; null where none are.</summary>
    public long? BeforeAt(DateTimeOffset instant) => Spans.Where(span => span.HoldsAt(instant)).Max(span => (long?)span.Before);

    /// <summary>How often it has changed by an instant: since it was written, with each beginning and each end.</summary>
    public long CounterAt(DateTimeOffset instant)
    {
        return Counter + Spans.Sum(span => (HasComeBy(span.From, instant) ? 1 : 0) + (span.Until is { } end && HasComeBy(end, instant) ? 1 : 0));
    }

    /// <summary>What is to be written after this.</summary>
    /// <param name="before">What is written; null for nothing.</param>
    /// <param name="subject">What the rid stands for.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="now">The time (UTC).</param>
    public static RevokedRid After(RevokedRid? before, RidSubject subject, CertificateLedger ledger, DateTimeOffset now)
    {
        var next = new RevokedRid(ledger.Revision, before?.CounterAt(now) ?? 0, now, SpansOf(subject, ledger, now));
        return next.BeforeAt(now) == before?.BeforeAt(now) ? next : next with { Counter = next.Counter + 1 };
    }

    /// <summary>Whether anything has ever happened to what cards of a rid can hold.</summary>
    public static bool HasChanges(RidSubject subject, CertificateLedger ledger) => HeldBy(subject, ledger).Any(version => version.Changes.Count > 0);

    /// <summary>The facts that stand beside the document.</summary>
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

    /// <summary>Reads the facts beside a document.</summary>
    public static RevokedRid Of(IReadOnlyDictionary<string, string> metadata) => new(
        NumberOf(metadata[RevisionMetadata]),
        NumberOf(metadata[CounterMetadata]),
        TimeOf(metadata[WrittenMetadata]),
        [.. metadata.GetValueOrDefault(SpansMetadata, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SpanOf)]);

    /// <summary>The versions that cards of a rid hold or held.</summary>
    private static IEnumerable<ListedCertificate> HeldBy(RidSubject subject, CertificateLedger ledger)
    {
        return ledger.Versions.Where(version => subject.CertificateId is { } id ? version.CertificateId == id : version.Key.Type == subject.Type);
    }

    /// <summary>An erasure takes nothing of what a certificate is worth, in no form.</summary>
    private static List<RevokedSpan> SpansOf(RidSubject subject, CertificateLedger ledger, DateTimeOffset now)
    {
        List<ListedCertificate> held = [.. HeldBy(subject, ledger)];
        var ends = held.SelectMany(version => version.Changes).Where(change => change.Kind is StateChangeKind.Revoked or StateChangeKind.Superseded);
        List<RevokedSpan> spans = ends.MaxBy(change => change.At) is { } end ? [RevokedSpan.Of(end.At, LastKnownTo(ledger, end), null)] : [];
        spans.AddRange(held.Where(version => version.IsLive())
            .SelectMany(version => version.StandingSuspensions())
            .Where(suspension => suspension.Until is null || suspension.Until > now)
            .Select(suspension => RevokedSpan.Of(suspension.From > suspension.At ? suspension.From.Value : suspension.At, LastKnownTo(ledger, suspension), suspension.Until))
            .Distinct());
        return spans.Count <= MostSpans ? spans : [new RevokedSpan(spans.Max(span => span.Before), spans.Min(span => span.From), null)];
    }

    /// <summary>The latest time that stood in the ledger when a change was written: cards from before it are dated a millisecond later at the most, also where a clock was far ahead then.</summary>
    private static DateTimeOffset LastKnownTo(CertificateLedger ledger, StateChange change)
    {
        return ledger.Entries().Where(entry => entry.Revision <= change.Revision).Select(entry => entry.Change?.At ?? entry.Certificate.IssuedAt).Append(change.At).Max();
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

/// <summary>A time in which cards of a rid are revoked.</summary>
/// <param name="Before">Those from before this, in whole seconds since 1970.</param>
/// <param name="From">From when on (UTC).</param>
/// <param name="Until">Until when (UTC, exclusive); null for good, or until a reinstatement takes it away.</param>
internal sealed record RevokedSpan(long Before, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Lists have whole seconds: the one after the beginning, so that no card from before it is left out.</summary>
    /// <param name="from">From when on it holds.</param>
    /// <param name="known">The latest time that cards from before it can know of. It is later than the beginning only where a clock was wrong.</param>
    /// <param name="until">Until when it holds; null for good.</param>
    public static RevokedSpan Of(DateTimeOffset from, DateTimeOffset known, DateTimeOffset? until)
    {
        // A card that knows of a time is dated a millisecond after it, which may be in the next second.
        var last = known > from ? known.AddMilliseconds(1) : from;
        return new(last.ToUnixTimeSeconds() + 1, from, until);
    }

    /// <summary>Whether it holds at an instant.</summary>
    public bool HoldsAt(DateTimeOffset instant) => From <= instant && (Until is null || instant < Until);
}
