namespace Divoc.Functions.Intake;

/// <summary>Finds rule names and actions that do not exist, so that a misspelt rule is not silently ignored.</summary>
public sealed class IntakeOptionsValidator : IValidateOptions<IntakeOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IntakeOptions options)
    {
        var faults = options.Rules.Select(rule => FaultOf(rule.Key, rule.Value)).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string? FaultOf(string rule, string action)
    {
        if (!Enum.GetNames<IntakeRule>().Contains(rule, StringComparer.OrdinalIgnoreCase))
        {
            return $"{IntakeOptions.SectionName}:Rules:{rule} names no rule that can be set. There are: {string.Join(", ", Enum.GetNames<IntakeRule>())}.";
        }

        return Enum.GetNames<RuleAction>().Contains(action, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{IntakeOptions.SectionName}:Rules:{rule} must be {string.Join(" or ", Enum.GetNames<RuleAction>())}.";
    }
}
