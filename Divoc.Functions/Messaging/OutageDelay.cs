using System.Security.Cryptography;

namespace Divoc.Functions.Messaging;

/// <summary>How long a message that met an outage waits: twice as long each time, up to a minute, so that a long outage costs few deliveries and is over soon for all.</summary>
internal static class OutageDelay
{
    private const double LongestSeconds = 60;

    /// <summary>The delay after so many outages before this one: 2, 4, 8, 16, 32, 60 s, up to a fifth less, so that what failed together does not come back together.</summary>
    public static TimeSpan After(int outages)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Min(outages, 10) + 1), LongestSeconds);
        return TimeSpan.FromSeconds(seconds * (0.8 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)));
    }
}
