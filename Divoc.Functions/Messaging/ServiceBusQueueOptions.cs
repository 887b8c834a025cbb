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

    /// <summary>
    /// The connection string of a Service Bus. Its queues <c>certification-events</c>, <c>certification-events-bulk</c>,
    /// <c>certificate-changes</c>, <c>certificate-webhooks</c> and <c>certificate-uploads</c> replace the embedded ones. With
    /// <c>UseDevelopmentEmulator=true</c> in it, there is no TLS.
    /// </summary>
    /// <value>connection string of a namespace</value>
    /// <remarks>Null when an identity is used.</remarks>
    [SettingPlace(ConnectionSetting)]
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The same with an identity: the host of the namespace. The identity needs the roles Azure Service Bus Data Sender and Azure Service
    /// Bus Data Receiver.
    /// </summary>
    /// <value>host, such as <c>example.servicebus.windows.net</c></value>
    /// <remarks>Null when there is a connection string.</remarks>
    [SettingPlace(NamespaceSetting)]
    public string? FullyQualifiedNamespace { get; set; }

    /// <summary>
    /// With an identity: set it to use the managed identity only. Otherwise the usual order of Azure.Identity decides: environment,
    /// workload identity, managed identity, developer's tools.
    /// </summary>
    /// <value><c>managedidentity</c></value>
    [SettingPlace(CredentialSetting)]
    public string? Credential { get; set; }

    /// <summary>With a managed identity: the client id of a user-assigned identity. Without it the system-assigned one is used.</summary>
    /// <value>client id</value>
    [SettingPlace(ClientIdSetting)]
    public string? ClientId { get; set; }

    /// <summary>How long one try of a call to Service Bus may take. A working Service Bus answers within tens of milliseconds.</summary>
    /// <value>1 to 60 seconds</value>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a call to Service Bus may take with all its tries. After that callers over HTTP get 503. A call that waits for messages
    /// takes longer by that wait.
    /// </summary>
    /// <value>1 second to 5 minutes</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
