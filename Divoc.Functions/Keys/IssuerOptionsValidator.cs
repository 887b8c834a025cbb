namespace Divoc.Functions.Keys;

/// <summary>Refuses settings that would make credentials whose signature protects nothing.</summary>
public sealed class IssuerOptionsValidator : IValidateOptions<IssuerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IssuerOptions options)
    {
        List<string> failures = [];
        Check(nameof(IssuerOptions.Id), options.Id, "https://health.example.org/", failures);
        Check(nameof(IssuerOptions.VerificationMethod), options.VerificationMethod, "did:web:health.example.org", failures);
        if (options.Country.Length > 0 && (options.Country.Length != 2 || !options.Country.All(char.IsAsciiLetterUpper)))
        {
            failures.Add(
                $"{IssuerOptions.SectionName}:{nameof(IssuerOptions.Country)} must be two upper-case letters (ISO "
                + "3166-1 alpha-2), such as IN.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(string setting, string value, string example, List<string> failures)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out _)
            || value.Any(character => character <= ' ' || "<>\"{}|\\^`".Contains(character, StringComparison.Ordinal)))
        {
            failures.Add($"{IssuerOptions.SectionName}:{setting} must be an absolute IRI, such as {example}.");
        }
    }
}
