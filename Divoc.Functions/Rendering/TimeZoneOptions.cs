namespace Divoc.Functions.Rendering;

/// <summary>The time zone of times that are written in UTC.</summary>
public sealed class TimeZoneOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc";

    /// <summary>
    /// Some systems send times in UTC, such as <c>2021-05-17T22:00:00Z</c>. The program converts them to this time zone to find their
    /// calendar day. Other times keep the offset that is written with them, on paper and in checks.
    /// </summary>
    /// <value>IANA name, such as <c>Asia/Kolkata</c></value>
    public string TimeZone { get; set; } = "UTC";
}

/// <summary>Refuses a time zone that this machine does not know.</summary>
internal sealed class TimeZoneOptionsValidator : IValidateOptions<TimeZoneOptions>
{
    public ValidateOptionsResult Validate(string? name, TimeZoneOptions options)
    {
        return TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Divoc:TimeZone '{options.TimeZone}' is not known on this machine. Give an IANA name such as Asia/Kolkata. If that name "
                    + "is unknown too, install the system's time zone data (package tzdata).");
    }
}
