namespace Divoc.Functions.Verification;

/// <summary>Whose certificates are accepted beside our own.</summary>
public sealed class TrustedIssuerOptions
{
    /// <summary>Where the setting lies.</summary>
    public const string SectionName = "Divoc";

    /// <summary>
    /// A folder with the public keys of other issuers: DID documents and JWK sets (<c>*.json</c>), PEM files (<c>*.pem</c>). A file whose keys have no name of their
    /// own is named after the proof's <c>verificationMethod</c>, percent-encoded where the file system asks for it: <c>did%3Aindia.pem</c>. Empty, the default, for none:
    /// whom to trust is the operator's decision.
    /// </summary>
    public string TrustedIssuers { get; set; } = "";
}

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
