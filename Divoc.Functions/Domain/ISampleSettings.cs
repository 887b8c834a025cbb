namespace Divoc.Functions.Domain;

/// <summary>
/// Knows which settings still hold the sample values that are good enough for a developer's machine only. Every registered
/// service of this type is asked before the embedded host listens on an address that others can reach.
/// </summary>
public interface ISampleSettings
{
    /// <summary>The names of the settings that still hold a sample value, such as <c>Divoc:Issuer:Did</c>; empty if none does.</summary>
    IEnumerable<string> SampleValuesInUse();
}

/// <summary>Sample values that are URLs.</summary>
internal static class SampleUrl
{
    /// <summary>Another way to write the sample is the sample too, and so is a public address that only this machine reaches.</summary>
    public static bool Is(string value, string sample)
    {
        var url = new Uri(value, UriKind.Absolute);
        return url.IsLoopback || Uri.Compare(url, new Uri(sample, UriKind.Absolute), UriComponents.AbsoluteUri, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            || value.TrimEnd('/').Equals(sample.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
    }
}
