namespace Divoc.Functions.Registry.Revocations;

/// <summary>Bounds the options.</summary>
public sealed class RevocationOptionsValidator : IValidateOptions<RevocationOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RevocationOptions options)
    {
        return options.Lifetime >= RevocationOptions.ShortestLifetime && options.Lifetime <= RevocationOptions.LongestLifetime
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{RevocationOptions.SectionName}:{nameof(RevocationOptions.Lifetime)} must be from {RevocationOptions.ShortestLifetime:c} to {RevocationOptions.LongestLifetime:c}.");
    }
}
