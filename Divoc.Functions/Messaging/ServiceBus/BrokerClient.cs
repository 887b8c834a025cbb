using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging.ServiceBus;

/// <summary>Creates the client of the namespace in the settings.</summary>
internal static class BrokerClient
{
    /// <summary>How often an interrupted try is repeated; the pauses between tries grow from 0.2 to 2 seconds.</summary>
    private const int MaxRetries = 3;

    /// <summary>A client of the namespace, not connected yet.</summary>
    public static ServiceBusClient Create(ServiceBusQueueOptions options)
    {
        var settings = new ServiceBusClientOptions
        {
            Identifier = "divoc",
            RetryOptions = new ServiceBusRetryOptions
            {
                Mode = ServiceBusRetryMode.Exponential,
                MaxRetries = MaxRetries,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(2),
                TryTimeout = options.TryTimeout,
            },
        };
        return string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new ServiceBusClient(options.FullyQualifiedNamespace, CreateCredential(options), settings)
            : new ServiceBusClient(options.ConnectionString, settings);
    }

    private static TokenCredential CreateCredential(ServiceBusQueueOptions options)
    {
        if (options.Credential is null)
        {
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = options.ClientId });
        }

        return new ManagedIdentityCredential(
            options.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(options.ClientId));
    }
}
