using System.Security.Cryptography;

namespace Divoc.Functions.Messaging;

/// <summary>
/// How long a message waits after an outage: twice as long each time, up to a minute. So a long outage costs few deliveries, and its end is
/// noticed soon.
/// </summary>
internal static class OutageDelay
{
    private const double LongestSeconds = 60;

    /// <summary>
    /// The delay after this number of earlier outages: 2, 4, 8, 16, 32, 60 s, randomly reduced by up to a fifth, so that messages that
    /// failed together do not return together.
    /// </summary>
    public static TimeSpan After(int outages)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Min(outages, 10) + 1), LongestSeconds);
        return TimeSpan.FromSeconds(seconds * (0.8 + (RandomNumberGenerator.GetInt32(1000) / 5000.0)));
    }
}
