using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Gives its delivery to a function that a message triggers. If the function throws, the Functions host abandons the message, and Service
/// Bus delivers it again at once: after ten deliveries, within a second, the broker would dead-letter the message. So the exception is
/// delayed for a time that grows with the number of deliveries; the host renews the lock meanwhile.
/// </summary>
internal sealed class DeliveryMiddleware(IServiceProvider services, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    private const string TriggerType = "serviceBusTrigger";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public static bool IsTriggeredByMessage(FunctionContext context) => TriggerOf(context) is not null;

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var body = await context.BindInputAsync<byte[]>(TriggerOf(context)!);
        var bindingData = context.BindingContext.BindingData;
        var message = TriggeredMessage.Of(body.Value ?? [], bindingData);
        var queue = QueueNameOf(context.FunctionDefinition);
        context.InstanceServices.GetRequiredService<CurrentDelivery>().Delivery = DeliveryOf(
            message, TriggeredMessage.WasDeliveredBefore(bindingData), queue);
        try
        {
            await CallAsync(context, next, queue, message);
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            await Task.Delay(PauseAfter(TriggeredMessage.DeliveryCountOf(bindingData)), clock, context.CancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async Task CallAsync(FunctionContext context, FunctionExecutionDelegate next, string queue, QueueMessage message)
    {
        using var span = MessageTraces.StartProcess(
            MessageTraces.ServiceBus, queue, message, TriggeredMessage.DeliveryCountOf(context.BindingContext.BindingData));
        try
        {
            await next(context);
        }
        catch (Exception fault)
        {
            span.Fail(fault);
            throw;
        }
    }

    /// <summary>The delay of the exception of delivery n.</summary>
    public static TimeSpan PauseAfter(int deliveries)
    {
        // More doublings exceed the longest pause anyway.
        var pause = FirstPause * (1 << Math.Min(deliveries, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>
    /// The queue in the function's own attribute. The worker library has the attribute among the properties of the parameter; the host's
    /// data about a trigger do not name its queue.
    /// </summary>
    public static string QueueNameOf(FunctionDefinition function)
    {
        return function.Parameters.SelectMany(parameter => parameter.Properties.Values)
            .OfType<ServiceBusTriggerAttribute>()
            .First().QueueName;
    }

    private TriggeredDelivery DeliveryOf(QueueMessage message, bool wasDeliveredBefore, string queueName) => new(
        message,
        wasDeliveredBefore,
        services.GetRequiredKeyedService<IMessageQueue>(queueName),
        services.GetRequiredKeyedService<IMessageQueue>(FailuresQueue.NameOf(queueName)),
        clock);

    private static BindingMetadata? TriggerOf(FunctionContext context)
    {
        return context.FunctionDefinition.InputBindings.Values.FirstOrDefault(binding => binding.Type == TriggerType);
    }
}
