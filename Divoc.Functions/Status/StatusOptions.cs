namespace Divoc.Functions.Status;

/// <summary>How the status of certificates is stored and published.</summary>
public sealed class StatusOptions : IValidateOptions<StatusOptions>
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Status";

    private const int LongestKeep = 3650;
    private const int LongestWholeList = 10_000;

    /// <summary>
    /// How long the status of a certificate is kept after the certificate's last day. Choose the time for which verifiers may still accept
    /// an expired certificate: until then they must learn of a revocation.
    /// </summary>
    /// <value>whole days, 0 to 3,650</value>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// While the register of certificates that are not valid has at most this many entries, the service publishes one list. With more
    /// entries it publishes shards, also when the number falls later.
    /// </summary>
    /// <value>0 to 10,000</value>
    /// <remarks>10,000 entries are half a megabyte, which a telephone loads at once.</remarks>
    public int WholeList { get; set; } = LongestWholeList;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StatusOptions options)
    {
        if (options.WholeList is < 0 or > LongestWholeList)
        {
            return ValidateOptionsResult.Fail($"{SectionName}:{nameof(WholeList)} must be from 0 to {LongestWholeList}.");
        }

        return options.Keep >= TimeSpan.Zero
            && options.Keep <= TimeSpan.FromDays(LongestKeep)
            && options.Keep == TimeSpan.FromDays(options.Keep.Days)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{SectionName}:{nameof(Keep)} must be whole days, 0 to {LongestKeep}.");
    }
}
