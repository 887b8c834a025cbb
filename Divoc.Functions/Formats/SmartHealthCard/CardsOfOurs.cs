using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>Finds the certificates that a card of this service holds: by its rid, and by its time.</summary>
/// <param name="register">What each rid stands for.</param>
/// <param name="ledgers">The certificates of each person; lazy, since formats are made also where there is no registry.</param>
/// <param name="days">On which day something happened.</param>
public sealed class CardsOfOurs(CardRegister register, Lazy<LedgerStore> ledgers, CalendarDays days)
{
    /// <summary>The ids of the certificates, the newest first; none where no card has this rid, or nothing was to be put into it.</summary>
    /// <param name="rid">The card's name in revocation lists.</param>
    /// <param name="madeAt">From when on the card is valid, as it says.</param>
    /// <param name="happened">The days of what it holds, <c>YYYY-MM-DD</c>.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    internal async Task<IReadOnlyList<string>> FindAsync(string rid, DateTimeOffset madeAt, IReadOnlyCollection<string> happened, CancellationToken cancellationToken)
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
        List<ListedCertificate> could = [.. ledger.Versions.Where(version => version.Key.Type == subject.Type && WasLiveAt(version, madeAt))];

        // Who asked for the card may not reach all of them.
        List<ListedCertificate> held = [.. could.Where(version => version.Facts is null || happened.Contains(DayOf(version)))];

        // A card that was made while a change took longer to be written than cards are dated back holds a day of which nothing was live.
        if (held.TrueForAll(version => version.Facts is not null))
        {
            var missing = happened.Except(held.Select(DayOf)).ToList();
            held.AddRange(ledger.Versions.Where(version => version.Key.Type == subject.Type && version.Facts is not null && missing.Contains(DayOf(version))));
        }

        return [.. (held.Count > 0 ? held : could).OrderByDescending(version => version.IssuedAt).Select(version => version.CertificateId)];
    }

    /// <summary>A card is dated after what it knows, and before what it does not know (<see cref="CardTime.NotBefore"/>).</summary>
    private static bool WasLiveAt(ListedCertificate version, DateTimeOffset instant)
    {
        var then = version with { Changes = [.. version.Changes.Where(change => change.At < instant)] };
        return version.IssuedAt < instant && then.StateAt(instant).Status == CertificateStatus.Live && !then.IsErased();
    }

    private string DayOf(ListedCertificate version)
    {
        return InternetTime.TryParseInstant(EventJson.Text(version.Facts!.Value, "date"), out var instant) ? InternetTime.FormatDate(days.DayOf(instant)) : "";
    }
}
