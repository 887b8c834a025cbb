using Divoc.Functions.Domain;

namespace Divoc.Functions.Messaging;

/// <summary>
/// Settings of the queues in Azure Service Bus. The namespace is in the setting <c>ServiceBus</c>, which the functions' trigger names too,
/// in the form of the Functions host: a connection string, or below it <c>fullyQualifiedNamespace</c> for a namespace that is accessed with
/// an identity.
/// </summary>
public sealed class ServiceBusQueueOptions
{
    public const string SectionName = "Divoc:Queue:ServiceBus";

    /// <summary>The setting with the connection string, or the section with the namespace.</summary>
    public const string ConnectionSetting = "ServiceBus";

    public const string NamespaceSetting = $"{ConnectionSetting}:fullyQualifiedNamespace";

    internal const string CredentialSetting = $"{ConnectionSetting}:credential";

    internal const string ClientIdSetting = $"{ConnectionSetting}:clientId";

    /// <summary>A connection string; with <c>UseDevelopmentEmulator=true</c> it is spoken to without TLS. Null when an identity is used.</summary>
    [SettingPlace(ConnectionSetting)]
    public string? ConnectionString { get; set; }

    /// <summary>The namespace's host, such as <c>example.servicebus.windows.net</c>; an identity opens it. Null when there is a connection string.</summary>
    [SettingPlace(NamespaceSetting)]
    public string? FullyQualifiedNamespace { get; set; }

    /// <summary><c>managedidentity</c> to use that one alone; null for the usual order of Azure.Identity (environment, workload, managed identity, developer's tools).</summary>
    [SettingPlace(CredentialSetting)]
    public string? Credential { get; set; }

    /// <summary>The client id of a user-assigned identity; null for the system's.</summary>
    [SettingPlace(ClientIdSetting)]
    public string? ClientId { get; set; }

    /// <summary>
    /// How long one try of a call may take, 1 to 60 seconds. Default 5 seconds: a working broker answers within tens of milliseconds, and a lost one should
    /// be tried anew while the caller still waits.
    /// </summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a call may take with all its tries, 1 second to 5 minutes, a receive beyond the wait it was asked for. Default 20 seconds: HTTP callers
    /// get their 503 before they give up themselves.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
