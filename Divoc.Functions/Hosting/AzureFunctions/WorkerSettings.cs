using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>What a worker must be told before it starts. It has no defaults of its own: where its disk goes with it, they would lose certificates.</summary>
internal static class WorkerSettings
{
    /// <summary>The environment variable by which the Functions host says where it runs.</summary>
    private const string EnvironmentSetting = "AZURE_FUNCTIONS_ENVIRONMENT";
    private const string Development = "Development";

    /// <summary>Whether the Functions host is Core Tools on a developer's machine.</summary>
    public static bool IsDevelopment(IConfiguration configuration)
    {
        return string.Equals(configuration[EnvironmentSetting], Development, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Refuses settings that lack something, and names all that is missing.</summary>
    /// <exception cref="StartupException">Something is missing.</exception>
    public static void Check(IConfiguration configuration)
    {
        var missing = Missing(configuration).ToList();
        if (missing.Count > 0)
        {
            throw new StartupException($"A worker of the Functions host can't start without these settings: {string.Join("; ", missing)}.");
        }
    }

    /// <summary>Beyond a developer's machine nobody may meet certificates that were issued under sample names.</summary>
    /// <exception cref="StartupException">A setting still holds a sample value.</exception>
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
            yield return $"{ServiceBusQueueOptions.ConnectionSetting} (a connection string) or {Variable(ServiceBusQueueOptions.NamespaceSetting)}";
        }

        if (!BlobStorageOptions.AreSet(configuration))
        {
            const string section = BlobStorageOptions.SectionName;
            yield return $"{Variable(section)}__{nameof(BlobStorageOptions.AccountUrl)} or {Variable(section)}__{nameof(BlobStorageOptions.ConnectionString)}";
        }

        if (!HasSigningKey(configuration))
        {
            yield return $"{Variable(KeyVaultOptions.SectionName)}__{nameof(KeyVaultOptions.Keys)} (a key in a file may sign only with "
                + $"{EnvironmentSetting}={Development})";
        }
    }

    /// <summary>The one place that says which keys a worker may sign with.</summary>
    private static bool HasSigningKey(IConfiguration configuration) => KeyVaultOptions.AreSet(configuration) || IsDevelopment(configuration);

    private static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
