using System.Globalization;

namespace Divoc.Functions.Triggers;

/// <summary>How long a caller would rather wait for an answer than ask again: <c>Prefer: wait=10</c> (RFC 7240, section 4.3).</summary>
internal static class WaitPreference
{
    /// <summary>The header that says which preference was applied.</summary>
    public const string AppliedHeader = "Preference-Applied";

    /// <summary>The header that asks.</summary>
    public const string HeaderName = "Prefer";

    /// <summary>The longest wait in seconds: proxies give a call up after a minute.</summary>
    public const int LongestSeconds = 30;

    private const string Wait = "wait=";

    /// <summary>The wait, cut to the longest; none where nothing that can be read asks for one, since a preference is never refused.</summary>
    public static TimeSpan Of(HttpRequest request)
    {
        var asked = request.Headers[HeaderName].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).FirstOrDefault(one => one.StartsWith(Wait, StringComparison.OrdinalIgnoreCase));
        return int.TryParse(asked?[Wait.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)) : TimeSpan.Zero;
    }

    /// <summary>What is answered of a wait.</summary>
    public static string Applied(TimeSpan wait) => string.Create(CultureInfo.InvariantCulture, $"{Wait}{wait.TotalSeconds:0}");
}
