using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Refuses names of rules and actions that do not exist, so that a misspelt rule is not silently ignored, and checks the bounds.
/// </summary>
public sealed class IntakeOptionsValidator(CertificateTypes types) : IValidateOptions<IntakeOptions>
{
    /// <summary>Never shorten it: requests without a stored key period are kept for this time.</summary>
    internal static readonly TimeSpan LongestIdempotencyWindow = TimeSpan.FromDays(365);

    private static readonly TimeSpan ShortestKeepRequests = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestKeepRequests = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ShortestIdempotencyWindow = TimeSpan.FromMinutes(1);
    private const int MostInteractiveEvents = 100_000;
    private const int MostEvents = 100_000_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IntakeOptions options)
    {
        var faults = options.Rules.Select(rule => ProblemOf(rule.Key, rule.Value)).OfType<string>().ToList();
        if (options.IdempotencyWindow < ShortestIdempotencyWindow || options.IdempotencyWindow > LongestIdempotencyWindow)
        {
            faults.Add(
                $"{IntakeOptions.SectionName}:{nameof(IntakeOptions.IdempotencyWindow)} must be from {ShortestIdempotencyWindow:c} to "
                + $"{LongestIdempotencyWindow:c}.");
        }

        if (options.KeepRequests is { } keep && (keep < ShortestKeepRequests || keep > LongestKeepRequests))
        {
            faults.Add(
                $"{IntakeOptions.SectionName}:{nameof(IntakeOptions.KeepRequests)} must be from {ShortestKeepRequests:c} to "
                + $"{LongestKeepRequests:c}, or left out.");
        }

        if (options.InteractiveEventsPerMinute is < 0 or > MostInteractiveEvents)
        {
            faults.Add(
                $"{IntakeOptions.SectionName}:{nameof(IntakeOptions.InteractiveEventsPerMinute)} must be from 0 "
                + $"to {MostInteractiveEvents}.");
        }

        if (options.EventsPerTenMinutes is < IntakeLimits.Elements or > MostEvents)
        {
            faults.Add(
                $"{IntakeOptions.SectionName}:{nameof(IntakeOptions.EventsPerTenMinutes)} must be from {IntakeLimits.Elements}, "
                + $"the largest array, to {MostEvents}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private string? ProblemOf(string rule, string action)
    {
        var rules = types.Current.All.SelectMany(type => type.Rules).Append(ElementRules.TextDirection).Distinct().ToList();
        if (!rules.Contains(rule, StringComparer.OrdinalIgnoreCase))
        {
            return $"{IntakeOptions.SectionName}:Rules:{rule} is not a rule. The rules are: {string.Join(", ", rules)}.";
        }

        return Enum.GetNames<RuleAction>().Contains(action, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{IntakeOptions.SectionName}:Rules:{rule} must be {string.Join(" or ", Enum.GetNames<RuleAction>())}.";
    }
}
