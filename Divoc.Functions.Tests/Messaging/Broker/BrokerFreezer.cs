namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>Stops all traffic of the double without closing anything, as a frozen process or a lost route does.</summary>
internal sealed class BrokerFreezer
{
    private volatile TaskCompletionSource? frozen;

    public void Freeze() => frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw()
    {
        var waiting = frozen;
        frozen = null;
        waiting?.TrySetResult();
    }

    public Task WaitAsync() => frozen?.Task ?? Task.CompletedTask;
}
