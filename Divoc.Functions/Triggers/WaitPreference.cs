using System.Globalization;

namespace Divoc.Functions.Triggers;

/// <summary>How long a caller wants to wait for an answer instead of polling: <c>Prefer: wait=10</c> (RFC 7240, section 4.3).</summary>
internal static class WaitPreference
{
    /// <summary>The header that names the applied preference.</summary>
    public const string AppliedHeader = "Preference-Applied";

    /// <summary>The header with the preference.</summary>
    public const string HeaderName = "Prefer";

    /// <summary>The longest wait in seconds: proxies cancel a call after a minute.</summary>
    public const int LongestSeconds = 30;

    private const string Wait = "wait=";

    /// <summary>The wait, limited to the longest; none if there is no readable value, because a preference is never refused.</summary>
    public static TimeSpan Of(HttpRequest request)
    {
        var asked = request.Headers[HeaderName].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .FirstOrDefault(one => one.StartsWith(Wait, StringComparison.OrdinalIgnoreCase));
        return int.TryParse(asked?[Wait.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds))
            : TimeSpan.Zero;
    }

    /// <summary>The value of the header in the answer.</summary>
    public static string Applied(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"{Wait}{wait.TotalSeconds:0}");
}
