namespace Divoc.Functions.Status;

/// <summary>How long the status of certificates is kept.</summary>
public sealed class StatusOptions : IValidateOptions<StatusOptions>
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Status";

    private const int LongestKeep = 3650;

    /// <summary>
    /// For how long after a certificate's last day its status is kept, in whole days. Default 90 days: so long a verifier may accept an expired certificate and still
    /// must hear that it was revoked.
    /// </summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StatusOptions options)
    {
        return options.Keep >= TimeSpan.Zero && options.Keep <= TimeSpan.FromDays(LongestKeep) && options.Keep == TimeSpan.FromDays(options.Keep.Days)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{SectionName}:{nameof(Keep)} must be whole days, 0 to {LongestKeep}.");
    }
}
