using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting;

/// <summary>
/// Refuses unknown settings before the others are used. With a mistyped name the program would run with a default, and perhaps ask for no
/// keys where the operator wanted it to.
/// </summary>
internal static class SettingsCheck
{
    private const string Program = "Divoc";
    private const string Logging = "Logging";
    private const string LogLevels = "LogLevel";

    /// <summary>
    /// Settings that the Functions host reads below a connection with an identity (Microsoft.Extensions.Azure,
    /// <c>ClientFactory.CreateCredential</c>), besides those that this program reads there. A worker gets all settings of the app.
    /// </summary>
    private static readonly string[] NamesOfFunctionsHost =
    [
        "tenantId", "clientSecret", "clientCertificate", "clientCertificateStoreName", "clientCertificateStoreLocation",
        "additionallyAllowedTenants",
        "managedIdentityClientId", "managedIdentityResourceId", "managedIdentityObjectId", "tokenFilePath", "azureCloud", "serviceUri",
    ];

    /// <summary>Refuses unknown names, and words that a setting does not accept. The message names all of them.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="isWorker">Whether the Functions host reads settings from the same place.</param>
    /// <exception cref="StartupException">There are such settings.</exception>
    public static void Refuse(IConfiguration configuration, bool isWorker)
    {
        string[] sections = [Program, ServiceBusQueueOptions.ConnectionSetting];
        var given = sections.SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Where(setting => setting.Value is not null && !string.Equals(setting.Key, Program, StringComparison.OrdinalIgnoreCase))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .ToList();
        var known = isWorker ? [.. SettingNames.All, .. NamesOfFunctionsHost.Select(OfFunctionsHost)] : SettingNames.All;
        List<string> faults =
        [
            .. given.Select(setting => ProblemOf(setting.Key, setting.Value!, known)).OfType<string>(),
            .. ProblemsOfLogLevels(configuration),
        ];
        if (faults.Count > 0)
        {
            throw new StartupException($"Bad setting: {string.Join(" ", faults)} (In environment variables write '__' for ':'.)");
        }
    }

    private static KnownSetting OfFunctionsHost(string name)
    {
        return new($"{ServiceBusQueueOptions.ConnectionSetting}:{name}", typeof(string), null);
    }

    private static string? ProblemOf(string name, string value, IReadOnlyList<KnownSetting> known)
    {
        if (known.FirstOrDefault(setting => setting.Is(name)) is { } found)
        {
            return found.Type.IsEnum ? ProblemOfWord(name, value, found.Type) : null;
        }

        // A section that is empty in a file or a variable.
        if (value.Length == 0 && known.Any(setting => setting.IsBelow(name)))
        {
            return null;
        }

        return $"{name} is not a setting; the most similar one is "
            + $"{EditDistance.Nearest(name, known.Select(setting => setting.NameLike(name)))}.";
    }

    private static string? ProblemOfWord(string name, string value, Type words)
    {
        return Enum.GetNames(words).Contains(value.Trim(), StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{name} must be one of {string.Join(", ", Enum.GetNames(words))}.";
    }

    /// <summary>The levels of all log lines, and those of one provider (<c>Logging:Console:LogLevel</c>).</summary>
    private static IEnumerable<string> ProblemsOfLogLevels(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Logging);
        return logging.GetChildren().Select(provider => provider.GetSection(LogLevels)).Prepend(logging.GetSection(LogLevels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => !string.IsNullOrEmpty(level.Value))
            .Select(level => ProblemOfWord(level.Path, level.Value!, typeof(LogLevel)))
            .OfType<string>();
    }
}

/// <summary>The distance between two words.</summary>
internal static class EditDistance
{
    /// <summary>The name that is most similar to a given one; case does not matter.</summary>
    public static string Nearest(string given, IEnumerable<string> names) =>
        names.MinBy(name => Of(given.ToUpperInvariant(), name.ToUpperInvariant()))!;

    /// <summary>How many characters must be added, removed or replaced (Levenshtein).</summary>
    public static int Of(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
