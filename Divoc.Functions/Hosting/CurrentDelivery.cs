using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting;

/// <summary>The delivery of the invocation that a service scope belongs to; the host sets it before it creates the function.</summary>
public sealed class CurrentDelivery
{
    private IDelivery? delivery;

    /// <summary>The delivery of this invocation.</summary>
    /// <exception cref="InvalidOperationException">The function was not called for a message.</exception>
    public IDelivery Delivery
    {
        get => delivery ?? throw new InvalidOperationException("Only a function that is triggered by a message has a delivery.");
        set => delivery = value;
    }
}
