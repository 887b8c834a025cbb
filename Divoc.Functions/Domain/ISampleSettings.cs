namespace Divoc.Functions.Domain;

/// <summary>
/// Knows which settings still have their sample values, which are good only for a developer's machine. All registered services of this type
/// are asked before the embedded host listens on an address that others can reach.
/// </summary>
public interface ISampleSettings
{
    /// <summary>
    /// The names of the settings that still have a sample value, such as <c>Divoc:Issuer:Did</c>; empty if there are none.
    /// </summary>
    IEnumerable<string> SampleValuesInUse();
}

/// <summary>Sample values that are URLs.</summary>
internal static class SampleUrl
{
    /// <summary>Another spelling of the sample counts as the sample, and so does a public address that only this machine reaches.</summary>
    public static bool Is(string value, string sample)
    {
        var url = new Uri(value, UriKind.Absolute);
        return url.IsLoopback || Uri.Compare(
            url, new Uri(sample, UriKind.Absolute), UriComponents.AbsoluteUri, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase)
            == 0
            || value.TrimEnd('/').Equals(sample.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
    }
}
