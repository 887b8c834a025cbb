using System.Net.Sockets;
using Azure.Identity;
using Azure.Messaging.ServiceBus;

namespace Divoc.Functions.Messaging.ServiceBus;

/// <summary>
/// Converts the exceptions of the client into those of <see cref="IMessageQueue"/>. Problems that the operator must fix (no such queue, no
/// right to it) also count as an unavailable queue, with the remedy in the message, because they must not use up attempts of events.
/// </summary>
internal static class BrokerErrors
{
    /// <summary>The exception of <see cref="IMessageQueue"/> for one of the client; null for one that is no error of the broker.</summary>
    public static Exception? Of(Exception exception, string queueName) => exception switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost or ServiceBusFailureReason.MessageNotFound } =>
            new LockLostException("The lock of the message ran out or the message was settled.", exception),
        ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded } =>
            new MessageTooLargeException("A message is larger than the Service Bus queue accepts.", exception),
        ServiceBusException fault => new QueueUnavailableException(Describe(fault.Reason, queueName), exception),
        UnauthorizedAccessException => new QueueUnavailableException(
            $"Service Bus refuses access to the queue {queueName}: the key or identity needs the rights of Azure Service Bus Data Sender "
                + "and Data Receiver.", exception),
        AuthenticationFailedException => new QueueUnavailableException(
            "The program could not get a token for Service Bus: give it an identity, or set ServiceBus to a connection string.", exception),
        OperationCanceledException or TimeoutException => new QueueUnavailableException("Service Bus did not answer in time.", exception),
        ObjectDisposedException => new QueueUnavailableException("The queue was closed.", exception),
        SocketException or IOException => new QueueUnavailableException("Service Bus can't be reached.", exception),
        _ => null,
    };

    private static string Describe(ServiceBusFailureReason reason, string queueName) => reason switch
    {
        ServiceBusFailureReason.MessagingEntityNotFound => $"The namespace of Service Bus has no queue {queueName}: create it.",
        ServiceBusFailureReason.MessagingEntityDisabled => $"The queue {queueName} of Service Bus is disabled: enable it.",
        ServiceBusFailureReason.QuotaExceeded => $"The queue {queueName} of Service Bus is full or has too many connections.",
        ServiceBusFailureReason.ServiceBusy => "Service Bus is busy.",
        ServiceBusFailureReason.ServiceTimeout => "Service Bus did not answer in time.",
        _ => "Service Bus can't be reached.",
    };
}
