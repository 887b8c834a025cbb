namespace Divoc.Functions.Intake.Uploads;

/// <summary>The limits of uploaded files, and how long they are kept.</summary>
public sealed class UploadsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Uploads";

    /// <summary>The largest file in bytes, 1 KiB to 1 GiB. Default 64 MiB: about 200,000 rows.</summary>
    public long Bytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long an upload and the rows that were refused are kept, 1 to 365 days. Default 30 days: long enough to correct them, and no longer than that since they tell of people. The file itself is
    /// deleted as soon as it was read to its end.
    /// </summary>
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
