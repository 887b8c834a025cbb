using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// The settings that a worker needs before it starts. They have no defaults: with its temporary disk, defaults would lose certificates.
/// </summary>
internal static class WorkerSettings
{
    /// <summary>The environment variable in which the Functions host says where it runs.</summary>
    private const string EnvironmentSetting = "AZURE_FUNCTIONS_ENVIRONMENT";
    private const string Development = "Development";

    /// <summary>Whether the Functions host is Core Tools on a developer's machine.</summary>
    public static bool IsDevelopment(IConfiguration configuration)
    {
        return string.Equals(configuration[EnvironmentSetting], Development, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses incomplete settings, and names all that are missing.</summary>
    /// <exception cref="StartupException">Something is missing.</exception>
    public static void Check(IConfiguration configuration)
    {
        var missing = Missing(configuration).ToList();
        if (missing.Count > 0)
        {
            throw new StartupException($"A worker of the Functions host can't start without these settings: {string.Join("; ", missing)}.");
        }
    }

    /// <summary>Outside a developer's machine, nobody may get certificates that were issued with sample names.</summary>
    /// <exception cref="StartupException">A setting still has a sample value.</exception>
    public static void RefuseSampleValues(IConfiguration configuration, IEnumerable<ISampleSettings> settings)
    {
        var names = IsDevelopment(configuration) ? [] : settings.SelectMany(setting => setting.SampleValuesInUse()).Distinct().ToList();
        if (names.Count > 0)
        {
            throw new StartupException($"These settings still have sample values: {string.Join(", ", names)}. Set them: sample values are "
                + $"accepted only with {EnvironmentSetting}={Development}.");
        }
    }

    private static IEnumerable<string> Missing(IConfiguration configuration)
    {
        if (!configuration.NamesServiceBus())
        {
            yield return $"{ServiceBusQueueOptions.ConnectionSetting} (a connection string) or "
                + $"{Variable(ServiceBusQueueOptions.NamespaceSetting)}";
        }

        if (!BlobStorageOptions.AreSet(configuration))
        {
            const string section = BlobStorageOptions.SectionName;
            yield return $"{Variable(section)}__{nameof(BlobStorageOptions.AccountUrl)} or "
                + $"{Variable(section)}__{nameof(BlobStorageOptions.ConnectionString)}";
        }

        if (!HasSigningKey(configuration))
        {
            yield return $"{Variable(KeyVaultOptions.SectionName)}__{nameof(KeyVaultOptions.Keys)} (a key in a file may sign only with "
                + $"{EnvironmentSetting}={Development})";
        }
    }

    /// <summary>The only place that decides with which keys a worker may sign.</summary>
    private static bool HasSigningKey(IConfiguration configuration) =>
        KeyVaultOptions.AreSet(configuration) || IsDevelopment(configuration);

    private static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
