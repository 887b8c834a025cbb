using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>Notes what a function does with its message.</summary>
internal sealed class FakeDelivery(int attempt = 1, int outages = 0, bool isFirst = false) : IDelivery
{
    public int Attempt => attempt;

    public int Outages => outages;

    public bool IsFirst => isFirst;

    public TimeSpan? RetriedAfter { get; private set; }

    public TimeSpan? WaitedForOutage { get; private set; }

    public string? SetAsideFor { get; private set; }

    public TimeSpan? PostponedFor { get; private set; }

    public bool IsUntouched => RetriedAfter is null && WaitedForOutage is null && SetAsideFor is null && PostponedFor is null;

    public Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        RetriedAfter = delay;
        return Task.CompletedTask;
    }

    public Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        WaitedForOutage = delay;
        return Task.CompletedTask;
    }

    public Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        PostponedFor = delay;
        return Task.CompletedTask;
    }

    public Task DeadLetterAsync(string reason, string description, CancellationToken cancellationToken)
    {
        SetAsideFor = reason;
        return Task.CompletedTask;
    }
}
