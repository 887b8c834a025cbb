namespace Divoc.Functions.Rendering;

/// <summary>In which time zone dates are printed.</summary>
public sealed class TimeZoneOptions
{
    /// <summary>Where the setting lies.</summary>
    public const string SectionName = "Divoc";

    /// <summary>An IANA name such as <c>Asia/Kolkata</c>. Default <c>UTC</c>, since every machine knows it and the credential's own times are in it.</summary>
    public string TimeZone { get; set; } = "UTC";
}
