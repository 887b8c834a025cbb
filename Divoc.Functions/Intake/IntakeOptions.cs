using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Requirements for certify requests beyond DIVOC's rules.</summary>
public sealed class IntakeOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Intake";

    /// <summary>
    /// Whether every event needs a programId, where its type knows one. Default false: the field is optional in DIVOC's interface, though its signer asks for it
    /// (<c>ENABLE_PROGRAM_ID_CACHING_KEY</c>).
    /// </summary>
    public bool RequireProgramId { get; set; }

    /// <summary>
    /// What is done about each rule of a type (<see cref="ICertificateType.Rules"/>), or of all (<see cref="ElementRules.TextDirection"/>), by its name (case does not matter): the name of a
    /// <see cref="RuleAction"/>. A text, because the binder would silently ignore an entry that it can't convert. Default <c>Refuse</c>: a
    /// wrong certificate is harder to correct than a wrong request.
    /// </summary>
    public Dictionary<string, string> Rules { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long an Idempotency-Key is remembered. Default seven days: long enough for a partner's outage over a weekend.</summary>
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a request is kept that is told by its id and in its owner's list: 30 to 3,650 days, and longer while one of its elements has no outcome or has failed, an Idempotency-Key leads to it, or an
    /// upload may ask for it. Default none: for good. Certificates are found without their requests, which hold the codes of people.
    /// </summary>
    public TimeSpan? KeepRequests { get; set; }

    /// <summary>
    /// How many events of a partner take the interactive lane within a minute, 0 to 100,000; an array that exceeds it, alone or with what was sent before, takes the
    /// bulk lane. Default 100: more than the counters of a large hospital send, and a quarter of a second of what one vault signs.
    /// </summary>
    public int InteractiveEventsPerMinute { get; set; } = 100;

    /// <summary>
    /// How many events a partner may send within ten minutes, 1,000 (the largest array) to 100,000,000; more are refused until the first ones are ten minutes old.
    /// Default 100,000: 167 a second, so that no partner takes half of what one vault signs, and what waits in the queue stays within minutes.
    /// </summary>
    public int EventsPerTenMinutes { get; set; } = 100_000;

    /// <summary>The action for a rule.</summary>
    public RuleAction ActionFor(string rule)
    {
        return string.Equals(Rules.GetValueOrDefault(rule), nameof(RuleAction.Warn), StringComparison.OrdinalIgnoreCase) ? RuleAction.Warn : RuleAction.Refuse;
    }
}
