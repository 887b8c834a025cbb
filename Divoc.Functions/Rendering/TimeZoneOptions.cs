namespace Divoc.Functions.Rendering;

/// <summary>The time zone for times in UTC, such as <c>2021-05-17T22:00:00Z</c>. If a time has another offset, that one counts.</summary>
public sealed class TimeZoneOptions
{
    /// <summary>The section of the setting.</summary>
    public const string SectionName = "Divoc";

    /// <summary>An IANA name such as <c>Asia/Kolkata</c>. Default <c>UTC</c>, since every machine knows it and the credential's own times are in it.</summary>
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
                $"Divoc:TimeZone '{options.TimeZone}' is not known on this machine. Give an IANA name such as Asia/Kolkata; where even those are unknown, install the system's time zone data (package tzdata).");
    }
}
