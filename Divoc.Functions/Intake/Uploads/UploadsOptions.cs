namespace Divoc.Functions.Intake.Uploads;

/// <summary>How large uploaded files may be, and how long they are kept.</summary>
public sealed class UploadsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Uploads";

    /// <summary>
    /// The size of the largest <see href="docs/uploads.md">file of many events</see>, in bytes. The default, 64 MiB, is about 200,000 rows.
    /// </summary>
    /// <value>1,024 to 1,073,741,824 (1 GiB)</value>
    public long Bytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long an upload and its refused rows are kept, so that they can be corrected. They contain personal data. The file itself is
    /// deleted as soon as it has been read to its end.
    /// </summary>
    /// <value>1 to 365 days</value>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Checks the limits of the options.</summary>
public sealed class UploadsOptionsValidator : IValidateOptions<UploadsOptions>
{
    private const long LeastBytes = 1024;
    private const long MostBytes = 1024 * 1024 * 1024;
    private static readonly TimeSpan ShortestKeep = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(365);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UploadsOptions options)
    {
        var faults = new List<string>();
        if (options.Bytes is < LeastBytes or > MostBytes)
        {
            faults.Add($"{UploadsOptions.SectionName}:{nameof(UploadsOptions.Bytes)} must be from {LeastBytes} to {MostBytes}.");
        }

        if (options.Keep < ShortestKeep || options.Keep > LongestKeep)
        {
            faults.Add($"{UploadsOptions.SectionName}:{nameof(UploadsOptions.Keep)} must be from {ShortestKeep:c} to {LongestKeep:c}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
