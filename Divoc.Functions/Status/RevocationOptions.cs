namespace Divoc.Functions.Status;

/// <summary>How the lists of certificates that are not valid are published.</summary>
public sealed class RevocationOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Revocations";

    /// <summary>
    /// The shortest <see cref="Lifetime"/>. A list is signed again after half of it, and with less this would be every few minutes.
    /// </summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The longest <see cref="Lifetime"/>.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a verifier may use <see href="docs/published-status.md">the published status</see>: the time from <c>issued</c> to
    /// <c>nextUpdate</c> of list and index; shards have at least three quarters of it. With the default a verifier that is offline
    /// overnight still has a list, and a revocation reaches it within a day.
    /// </summary>
    /// <value>15 minutes to 30 days</value>
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
                $"{RevocationOptions.SectionName}:{nameof(RevocationOptions.Lifetime)} must be from {RevocationOptions.ShortestLifetime:c} "
                + $"to {RevocationOptions.LongestLifetime:c}.");
    }
}
