using System.Security.Cryptography;

namespace Divoc.Functions.Messaging;

/// <summary>How long a message waits after its handling failed: twice as long after each attempt, up to five minutes.</summary>
internal static class AttemptDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The delay after an attempt, from 1: 2, 4, 8 … 300 s, randomly reduced by up to half, so that messages that failed together do not
    /// return together.
    /// </summary>
    public static TimeSpan After(int attempt)
    {
        var seconds = Math.Min(Math.Pow(2, attempt), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 2000.0)));
    }
}
