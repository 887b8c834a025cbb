namespace Divoc.Functions.Rendering;

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
