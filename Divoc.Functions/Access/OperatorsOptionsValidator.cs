namespace Divoc.Functions.Access;

/// <summary>Refuses operators that share a key, also with a partner, since their orders could not be distinguished.</summary>
public sealed class OperatorsOptionsValidator(IOptions<PartnersOptions> partners) : IValidateOptions<OperatorsOptions>
{
    private const int MostOperators = 100;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OperatorsOptions options)
    {
        List<string> faults =
        [
            .. options.Operators.Count > MostOperators
                ? [$"{OperatorsOptions.SectionName} may have at most {MostOperators} operators."]
                : (IEnumerable<string>)[],
            .. options.Operators.SelectMany(one => ProblemsOf(one.Key, one.Value)),
            .. SharedKeys(options),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> ProblemsOf(string name, OperatorOptions options)
    {
        if (!PartnersOptionsValidator.IsName(name) || name == OperatorDirectory.Local)
        {
            yield return $"{OperatorsOptions.SectionName} has '{name}', which can't be the name of an operator: use lower-case letters "
                + "and digits, a letter first, and not "
                + $"'{OperatorDirectory.Local}'.";
        }

        if (PartnersOptionsValidator.ProblemOfKeys(options.Hashes()) is { } fault)
        {
            yield return $"{OperatorsOptions.SectionName}:{name}:{nameof(OperatorOptions.KeySha256)} {fault}";
        }
    }

    private IEnumerable<string> SharedKeys(OperatorsOptions options) =>
        options.Operators.SelectMany(one => Named(one.Value.Hashes(), $"{OperatorsOptions.SectionName}:{one.Key}"))
            .Concat(
                PartnersOptionsValidator.ValidOf(partners)
                    .SelectMany(partner => Named(partner.Value.Hashes(), $"{PartnersOptions.SectionName}:{partner.Key}")))
            .GroupBy(key => key.Hash, key => key.Place, StringComparer.OrdinalIgnoreCase)
            .Where(
                places => places.Count() > 1
                    && places.Any(place => place.StartsWith(OperatorsOptions.SectionName, StringComparison.Ordinal)))
            .Select(
                places => $"One key is named at {string.Join(" and ", places.Distinct())}: give each operator and each partner a key of "
                    + "its own, and name it once.");

    private static IEnumerable<(string Hash, string Place)> Named(IEnumerable<string> hashes, string place) =>
        hashes.Select(hash => (hash, place));
}
