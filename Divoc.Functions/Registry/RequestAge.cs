using System.Globalization;

namespace Divoc.Functions.Registry;

/// <summary>
/// The age of a request, in the metadata of its document, so that a sweep need not read the documents of those that are kept.
/// </summary>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="RememberedUntil">The time until which an Idempotency-Key leads to it; if its call had none, when it was accepted.</param>
public sealed record RequestAge(DateTimeOffset AcceptedAt, DateTimeOffset RememberedUntil)
{
    private const string AcceptedFact = "accepted";
    private const string RememberedFact = "remembered";

    /// <summary>The age in the metadata of a document; null if there is none.</summary>
    internal static RequestAge? Of(IReadOnlyDictionary<string, string> facts)
    {
        return Time(facts, AcceptedFact) is { } accepted && Time(facts, RememberedFact) is { } remembered
            ? new RequestAge(accepted, remembered)
            : null;
    }

    /// <summary>The time of a metadata value in whole seconds since 1970; null for none.</summary>
    internal static DateTimeOffset? Time(IReadOnlyDictionary<string, string> facts, string name)
    {
        return facts.TryGetValue(name, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>A time as a metadata value, rounded up.</summary>
    internal static string Text(DateTimeOffset time) =>
        time.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The metadata.</summary>
    internal IReadOnlyDictionary<string, string> ToFacts() =>
        new Dictionary<string, string> { [AcceptedFact] = Text(AcceptedAt), [RememberedFact] = Text(RememberedUntil) };
}
