namespace Divoc.Functions.Status;

/// <summary>How the list of certificates that are not valid is published.</summary>
public sealed class RevocationOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Revocations";

    /// <summary>
    /// The shortest <see cref="Lifetime"/>: shorter ones would be signed again every few minutes, because that happens after half of it.
    /// </summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The longest <see cref="Lifetime"/>.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// From when a list was made until a verifier should no longer trust it (<c>nextUpdate</c>). Default one day: a verifier at a border that is
    /// offline overnight still has a list, and a revocation reaches it within a day.
    /// </summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(1);
}

/// <summary>Checks the limits of the options.</summary>
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
