using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Divoc.Functions.Messaging;

/// <summary>
/// Marks the parameter for the body of a Service Bus message. Replaces the attribute of
/// Microsoft.Azure.Functions.Worker.Extensions.ServiceBus, which the package feed lacks, with the same name and members.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The name of the setting with the connection.</summary>
    public string? Connection { get; set; }
}
