using Azure.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging;

/// <summary>
/// Refuses settings with which the queues can't be reached. No message repeats the connection string, since it contains a key.
/// </summary>
internal sealed class ServiceBusQueueOptionsValidator : IValidateOptions<ServiceBusQueueOptions>
{
    private const string ManagedIdentity = "managedidentity";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServiceBusQueueOptions options)
    {
        var faults = new List<string>();
        AddPlaceProblems(options, faults);
        if (options.Credential is { } credential && !credential.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"{ServiceBusQueueOptions.ConnectionSetting}:credential must be {ManagedIdentity} or not set.");
        }

        AddRangeProblem(nameof(options.TryTimeout), options.TryTimeout, TimeSpan.FromMinutes(1), faults);
        AddRangeProblem(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromMinutes(5), faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddPlaceProblems(ServiceBusQueueOptions options, List<string> faults)
    {
        const string connection = ServiceBusQueueOptions.ConnectionSetting;
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            if (ConnectionProblem(options) is { } fault)
            {
                faults.Add($"{connection} {fault}");
            }
        }
        else if (string.IsNullOrWhiteSpace(options.FullyQualifiedNamespace))
        {
            faults.Add(
                $"Set {connection} to a connection string, or {ServiceBusQueueOptions.NamespaceSetting} to the host of a namespace.");
        }
        else if (Uri.CheckHostName(options.FullyQualifiedNamespace) == UriHostNameType.Unknown)
        {
            faults.Add($"{ServiceBusQueueOptions.NamespaceSetting} must be a host name, such as example.servicebus.windows.net.");
        }
    }

    private static string? ConnectionProblem(ServiceBusQueueOptions options)
    {
        try
        {
            var parts = ServiceBusConnectionStringProperties.Parse(options.ConnectionString);
            return parts switch
            {
                { Endpoint: null } => "has no Endpoint.",
                { SharedAccessKey: null, SharedAccessSignature: null } => "has no SharedAccessKey.",
                { EntityPath: not null } => "is for one queue: use the connection string of the namespace, or remove the EntityPath.",
                _ => null,
            };
        }
        catch (FormatException)
        {
            return "is not a connection string of Service Bus.";
        }
    }

    private static void AddRangeProblem(string setting, TimeSpan value, TimeSpan longest, List<string> faults)
    {
        if (value < TimeSpan.FromSeconds(1) || value > longest)
        {
            faults.Add($"{ServiceBusQueueOptions.SectionName}:{setting} must be from 00:00:01 to {longest:c}.");
        }
    }
}
