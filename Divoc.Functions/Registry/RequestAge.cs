using System.Globalization;

namespace Divoc.Functions.Registry;

/// <summary>When a request came, as facts beside its document tell, so that a sweep need not read the documents of those that are kept.</summary>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="RememberedUntil">Until when an Idempotency-Key leads to it; where its call had none, when it was accepted.</param>
public sealed record RequestAge(DateTimeOffset AcceptedAt, DateTimeOffset RememberedUntil)
{
    private const string AcceptedFact = "accepted";
    private const string RememberedFact = "remembered";

    /// <summary>What the facts beside a document say; null where they say nothing.</summary>
    internal static RequestAge? Of(IReadOnlyDictionary<string, string> facts)
    {
        return Time(facts, AcceptedFact) is { } accepted && Time(facts, RememberedFact) is { } remembered ? new RequestAge(accepted, remembered) : null;
    }

    /// <summary>The time of a fact in whole seconds since 1970; null where there is none.</summary>
    internal static DateTimeOffset? Time(IReadOnlyDictionary<string, string> facts, string name)
    {
        return facts.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>A time as a fact, rounded up.</summary>
    internal static string Text(DateTimeOffset time) => time.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The facts.</summary>
    internal IReadOnlyDictionary<string, string> ToFacts() => new Dictionary<string, string> { [AcceptedFact] = Text(AcceptedAt), [RememberedFact] = Text(RememberedUntil) };
}
