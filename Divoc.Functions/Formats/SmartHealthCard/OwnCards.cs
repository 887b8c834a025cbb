using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Finds the certificates of a card of this service, by its rid and its time.</summary>
/// <param name="register">The meanings of rids.</param>
/// <param name="ledgers">The certificates of each person; created late, because formats also exist where there is no registry.</param>
/// <param name="days">Finds the days of events.</param>
public sealed class OwnCards(CardRegister register, Lazy<LedgerStore> ledgers, CalendarDays days)
{
    /// <summary>The ids of the certificates, newest first; none if no card has this rid, or if there was nothing to put into it.</summary>
    /// <param name="rid">The card's name in revocation lists.</param>
    /// <param name="madeAt">The beginning of the validity in the card.</param>
    /// <param name="happened">The days of its events, <c>YYYY-MM-DD</c>.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    internal async Task<IReadOnlyList<string>> FindAsync(
        string rid, DateTimeOffset madeAt, IReadOnlyCollection<string> happened, CancellationToken cancellationToken)
    {
        if (await register.FindAsync(rid, cancellationToken) is not { } subject)
        {
            return [];
        }

        if (subject.CertificateId is { } certificateId)
        {
            return [certificateId];
        }

        var ledger = (await ledgers.Value.ReadAsync(subject.Ledger, cancellationToken)).Ledger;
        List<ListedCertificate> could = [.. ledger.Versions.Where(
            version => version.Key.Type == subject.Type && WasLiveAt(version, madeAt))];

        // The caller who requested the card may not reach all of them.
        List<ListedCertificate> held = [.. could.Where(version => version.Facts is null || happened.Contains(DayOf(version)))];

        // If a change took longer to be written than cards are dated back, a card may have a day of which nothing was live.
        if (held.TrueForAll(version => version.Facts is not null))
        {
            var missing = happened.Except(held.Select(DayOf)).ToList();
            held.AddRange(ledger.Versions.Where(
                version => version.Key.Type == subject.Type && version.Facts is not null && missing.Contains(DayOf(version))));
        }

        return [.. (held.Count > 0 ? held : could).OrderByDescending(version => version.IssuedAt).Select(version => version.CertificateId)];
    }

    /// <summary>
    /// The time of a card is after the changes that it knows, and before those that it does not know (<see cref="CardTime.NotBefore"/>).
    /// </summary>
    private static bool WasLiveAt(ListedCertificate version, DateTimeOffset instant)
    {
        var then = version with { Changes = [.. version.Changes.Where(change => change.At < instant)] };
        return version.IssuedAt < instant && then.StateAt(instant).Status == CertificateStatus.Live && !then.IsErased();
    }

    private string DayOf(ListedCertificate version)
    {
        return InternetTime.TryParseInstant(EventJson.Text(version.Facts!.Value, "date"), out var instant)
            ? InternetTime.FormatDate(days.DayOf(instant))
            : "";
    }
}
