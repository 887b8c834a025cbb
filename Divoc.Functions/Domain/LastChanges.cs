namespace Divoc.Functions.Domain;

/// <summary>When certificates changed last, by a write or only because a time was reached.</summary>
/// <param name="Any">The last change of any kind, issuing included (UTC).</param>
/// <param name="Ending">
/// The last change that ended the validity of one, permanently or temporarily (UTC); the minimum value if there was none.
/// </param>
public sealed record LastChanges(DateTimeOffset Any, DateTimeOffset Ending)
{
    /// <summary>The value if nothing is known.</summary>
    public static LastChanges None { get; } = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>The last changes of some certificates up to an instant.</summary>
    public static LastChanges Of(IReadOnlyCollection<ListedCertificate> versions, DateTimeOffset instant)
    {
        var changes = versions.SelectMany(version => version.Changes).ToList();
        var endings = changes
            .Where(change => change.Kind is StateChangeKind.Superseded or StateChangeKind.Suspended or StateChangeKind.Revoked)
            .Select(change => change.At)
            .Concat(changes.Select(change => change.From).OfType<DateTimeOffset>().Where(begin => begin <= instant))
            .ToList();
        var ends = changes.Select(change => change.Until).OfType<DateTimeOffset>().Where(end => end <= instant);
        var all = versions.Select(version => version.IssuedAt).Concat(changes.Select(change => change.At)).Concat(endings).Concat(ends);
        return new LastChanges(all.Append(DateTimeOffset.MinValue).Max(), endings.Append(DateTimeOffset.MinValue).Max());
    }
}
