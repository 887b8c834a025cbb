using Divoc.Functions.Messaging;
using Divoc.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Gives a function that a message triggers its delivery. One that throws has its message abandoned by the Functions host, and Service Bus delivers it again
/// at once: ten deliveries, after which the broker sets the message aside, would be gone within a second. So the exception is held back for a while that
/// grows with the deliveries; the host renews the lock meanwhile.
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
        context.InstanceServices.GetRequiredService<CurrentDelivery>().Delivery = DeliveryOf(message, TriggeredMessage.WasDeliveredBefore(bindingData), queue);
        try
        {
            await CallAsync(context, next, queue, message);
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            await Task.Delay(PauseAfter(TriggeredMessage.DeliveryCountOf(bindingData)), clock, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async Task CallAsync(FunctionContext context, FunctionExecutionDelegate next, string queue, QueueMessage message)
    {
        using var span = MessageTraces.StartProcess(MessageTraces.ServiceBus, queue, message, TriggeredMessage.DeliveryCountOf(context.BindingContext.BindingData));
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

    /// <summary>How long the exception of delivery n is held back.</summary>
    public static TimeSpan PauseAfter(int deliveries)
    {
        // More doublings than that exceed the longest pause.
        var pause = FirstPause * (1 << Math.Min(deliveries, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>
    /// The queue that the function's own attribute names. The worker library hands the attribute over among the properties of the parameter; what the host
    /// tells of a trigger does not name its queue.
    /// </summary>
    public static string QueueNameOf(FunctionDefinition function)
    {
        return function.Parameters.SelectMany(parameter => parameter.Properties.Values).OfType<ServiceBusTriggerAttribute>().First().QueueName;
    }

    private TriggeredDelivery DeliveryOf(QueueMessage message, bool wasDeliveredBefore, string queueName) => new(
        message,
        wasDeliveredBefore,
        services.GetRequiredKeyedService<IEventQueue>(queueName),
        services.GetRequiredKeyedService<IEventQueue>(FailuresQueue.NameOf(queueName)),
        clock);

    private static BindingMetadata? TriggerOf(FunctionContext context)
    {
        return context.FunctionDefinition.InputBindings.Values.FirstOrDefault(binding => binding.Type == TriggerType);
    }
}
