using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Divoc.Functions.Hosting.AzureFunctions;

/// <summary>
/// Gives a function that a message triggers its delivery. One that throws has its message abandoned by the Functions host, and Service Bus delivers it again
/// at once: ten deliveries, after which the broker sets the message aside, would be gone within a second. So the exception is held back for a while that
/// grows with the deliveries; the host renews the lock meanwhile.
/// </summary>
internal sealed class DeliveryMiddleware(IEventQueue queue, [FromKeyedServices(FailuresQueue.ServiceKey)] IEventQueue failures, TimeProvider clock) : IFunctionsWorkerMiddleware
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
        context.InstanceServices.GetRequiredService<CurrentDelivery>().Delivery = new TriggeredDelivery(message, queue, failures, clock);
        try
        {
            await next(context);
        }
        catch (Exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            await Task.Delay(PauseAfter(TriggeredMessage.DeliveryCountOf(bindingData)), clock, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private static BindingMetadata? TriggerOf(FunctionContext context)
    {
        return context.FunctionDefinition.InputBindings.Values.FirstOrDefault(binding => binding.Type == TriggerType);
    }
}
