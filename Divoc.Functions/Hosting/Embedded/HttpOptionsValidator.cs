using Divoc.Functions.Formats;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Refuses limits with which the service can't answer.</summary>
public sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    /// <summary>
    /// The minimum of <see cref="HttpOptions.BodyBytes"/>: two of the largest bodies, so that half of it is still enough for the largest
    /// body of a caller without a key.
    /// </summary>
    internal const long LeastBodyBytes = 2L * VerificationLimits.FileBytes;

    private const int MostConnections = 100_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        var faults = ProblemsOf(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> ProblemsOf(HttpOptions options)
    {
        if (options.Connections is < 1 or > MostConnections)
        {
            yield return $"{Setting(nameof(HttpOptions.Connections))} must be 1 to {MostConnections}.";
        }

        if (options.ConnectionsPerAddress is < 1 or > MostConnections)
        {
            yield return $"{Setting(nameof(HttpOptions.ConnectionsPerAddress))} must be 1 to {MostConnections}.";
        }

        if (options.BodyBytes < LeastBodyBytes)
        {
            yield return $"{Setting(nameof(HttpOptions.BodyBytes))} must be at least {LeastBodyBytes}.";
        }

        if (options.ProxyNetworks().Contains(null))
        {
            yield return $"{Setting(nameof(HttpOptions.Proxies))} must be addresses or networks (10.0.0.0/8), separated by commas.";
        }
    }

    private static string Setting(string name) => $"{HttpOptions.SectionName}:{name}";
}
