using Azure.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging;

/// <summary>Refuses settings with which the queues can't be reached. No message contains the connection string, which has a key.</summary>
internal sealed class ServiceBusQueueOptionsValidator : IValidateOptions<ServiceBusQueueOptions>
{
    private const string ManagedIdentity = "managedidentity";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServiceBusQueueOptions options)
    {
        var faults = new List<string>();
        AddPlaceFaults(options, faults);
        if (options.Credential is { } credential && !credential.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"{ServiceBusQueueOptions.ConnectionSetting}:credential must be {ManagedIdentity} or not set.");
        }

        AddRangeFault(nameof(options.TryTimeout), options.TryTimeout, TimeSpan.FromMinutes(1), faults);
        AddRangeFault(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromMinutes(5), faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddPlaceFaults(ServiceBusQueueOptions options, List<string> faults)
    {
        const string connection = ServiceBusQueueOptions.ConnectionSetting;
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            if (ConnectionFault(options) is { } fault)
            {
                faults.Add($"{connection} {fault}");
            }
        }
        else if (string.IsNullOrWhiteSpace(options.FullyQualifiedNamespace))
        {
            faults.Add($"{connection} must hold a connection string, or {ServiceBusQueueOptions.NamespaceSetting} the name of a namespace.");
        }
        else if (Uri.CheckHostName(options.FullyQualifiedNamespace) == UriHostNameType.Unknown)
        {
            faults.Add($"{ServiceBusQueueOptions.NamespaceSetting} must be a host name, such as example.servicebus.windows.net.");
        }
    }

    private static string? ConnectionFault(ServiceBusQueueOptions options)
    {
        try
        {
            var parts = ServiceBusConnectionStringProperties.Parse(options.ConnectionString);
            return parts switch
            {
                { Endpoint: null } => "lacks the Endpoint.",
                { SharedAccessKey: null, SharedAccessSignature: null } => "lacks the SharedAccessKey.",
                { EntityPath: not null } => "is for one queue: take the namespace's connection string, or remove its EntityPath.",
                _ => null,
            };
        }
        catch (FormatException)
        {
            return "is no connection string of Service Bus.";
        }
    }

    private static void AddRangeFault(string setting, TimeSpan value, TimeSpan longest, List<string> faults)
    {
        if (value < TimeSpan.FromSeconds(1) || value > longest)
        {
            faults.Add($"{ServiceBusQueueOptions.SectionName}:{setting} must lie between 00:00:01 and {longest:c}.");
        }
    }
}
