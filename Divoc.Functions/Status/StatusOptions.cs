namespace Divoc.Functions.Status;

/// <summary>How the status of certificates is stored and published.</summary>
public sealed class StatusOptions : IValidateOptions<StatusOptions>
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Status";

    private const int LongestKeep = 3650;
    private const int LongestWholeList = 10_000;

    /// <summary>
    /// For how long after a certificate's last day its status is kept, in whole days. Default 90 days: so long a verifier may accept an expired certificate and still
    /// must hear that it was revoked.
    /// </summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How many entries the list of all certificates that are not valid may have. With more there are shards instead, for good. Default 10,000: half a megabyte, which a telephone
    /// loads at once.
    /// </summary>
    public int WholeList { get; set; } = LongestWholeList;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StatusOptions options)
    {
        if (options.WholeList is < 0 or > LongestWholeList)
        {
            return ValidateOptionsResult.Fail($"{SectionName}:{nameof(WholeList)} must be from 0 to {LongestWholeList}.");
        }

        return options.Keep >= TimeSpan.Zero && options.Keep <= TimeSpan.FromDays(LongestKeep) && options.Keep == TimeSpan.FromDays(options.Keep.Days)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{SectionName}:{nameof(Keep)} must be whole days, 0 to {LongestKeep}.");
    }
}
