using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Requirements for certify requests beyond DIVOC's rules.</summary>
public sealed class IntakeOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Intake";

    /// <summary>
    /// Whether events without <c>programId</c> are refused, if their type has this field. In DIVOC: <c>ENABLE_PROGRAM_ID_CACHING_KEY</c>.
    /// </summary>
    public bool RequireProgramId { get; set; }

    /// <summary>
    /// What happens to an event that breaks the rule of this name. The rules are <c>FutureDate</c>, <c>DateOrder</c>,
    /// <c>SampleBeforeResult</c>, <c>Contact</c>, <c>AgeRange</c> and <c>TextDirection</c>
    /// (<see href="docs/problems.md#errors-and-warnings">texts that are shown in another order than they are stored</see>).
    /// </summary>
    /// <value><c>Refuse</c>, <c>Warn</c></value>
    /// <default><c>Refuse</c></default>
    /// <remarks>
    /// Text, since the binder silently ignores an entry that it can't convert. Refusing is the default, since a wrong certificate is harder
    /// to correct than a request.
    /// </remarks>
    public Dictionary<string, string> Rules { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long an Idempotency-Key is remembered. A partner that repeats a call within this time gets the first answer again, even after an
    /// outage over a weekend.
    /// </summary>
    /// <value>1 minute to 365 days</value>
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long <see href="docs/operations.md#what-timers-do">requests are kept</see> and found by their id. Requests that are still needed
    /// are kept longer: an event has no outcome or has failed, an Idempotency-Key leads to it, or an upload may ask for it. Set it to keep
    /// less personal data; certificates are found without their requests.
    /// </summary>
    /// <value>30 to 3,650 days</value>
    /// <default>none: for ever</default>
    public TimeSpan? KeepRequests { get; set; }

    /// <summary>
    /// How many events of one partner each instance puts into the interactive <see href="docs/lanes.md">lane</see> in a minute. An array
    /// that exceeds the limit takes the bulk lane. The default is more than the counters of a large hospital send.
    /// </summary>
    /// <value>0 to 100,000</value>
    public int InteractiveEventsPerMinute { get; set; } = 100;

    /// <summary>
    /// How many events one partner may send in ten minutes. More are refused with 429. The default is 167 a second, less than half of what
    /// one vault can sign.
    /// </summary>
    /// <value>1,000 (the largest array) to 100,000,000</value>
    public int EventsPerTenMinutes { get; set; } = 100_000;

    /// <summary>The action for a rule.</summary>
    public RuleAction ActionFor(string rule)
    {
        return string.Equals(Rules.GetValueOrDefault(rule), nameof(RuleAction.Warn), StringComparison.OrdinalIgnoreCase)
            ? RuleAction.Warn
            : RuleAction.Refuse;
    }
}
