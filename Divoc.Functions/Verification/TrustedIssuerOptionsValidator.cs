namespace Divoc.Functions.Verification;

/// <summary>Refuses at start a folder of trusted issuers that can't be read, and says what is wrong with which file.</summary>
internal sealed class TrustedIssuerOptionsValidator(TrustedIssuers issuers) : IValidateOptions<TrustedIssuerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TrustedIssuerOptions options)
    {
        try
        {
            issuers.KeysOf(options.TrustedIssuers);
            return ValidateOptionsResult.Success;
        }
        catch (TrustedIssuerException exception)
        {
            return ValidateOptionsResult.Fail(exception.Problems.Select(problem => $"{TrustedIssuerOptions.SectionName}:{nameof(TrustedIssuerOptions.TrustedIssuers)}: {problem}"));
        }
    }
}
