using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// One flow of a process: an order, or a delivery. It stops at each call of a port until it is told how the call ends. Only one runs at a
/// time.
/// </summary>
internal sealed class LedgerFlow(LedgerProcess process, string title)
{
    private static readonly AsyncLocal<LedgerFlow?> OfThisFlow = new();

    private TaskCompletionSource stopped = Fresh();
    private TaskCompletionSource<Fate>? answer;

    public static LedgerFlow? Current => OfThisFlow.Value;

    public LedgerProcess Process => process;

    public string Title => title;

    /// <summary>The call that it has stopped at.</summary>
    public Call? Pending { get; private set; }

    /// <summary>The ledger and the revision that the write is based on at which it has stopped; null at any other call.</summary>
    public (string Ledger, long Base)? PendingWrite { get; private set; }

    /// <summary>Whether the write at which it has stopped is held back until its message was handled.</summary>
    public bool IsHeldBack { get; set; }

    /// <summary>Whether what it writes was announced before.</summary>
    public bool AnnouncesAhead { get; init; }

    public bool IsOver { get; private set; }

    /// <summary>What ended the flow; null if it came to its end.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Begins the flow; returns when it has stopped or ended.</summary>
    public Task BeginAsync(Func<Task> flow)
    {
        _ = RunAsync(flow);
        return stopped.Task;
    }

    /// <summary>Lets the call end and the flow go on; returns when it has stopped again or ended.</summary>
    public Task GoOnAsync(Fate fate)
    {
        stopped = Fresh();
        Pending = null;
        PendingWrite = null;
        answer!.SetResult(fate);
        return stopped.Task;
    }

    /// <summary>Stops the flow at a call until it is said how the call ends.</summary>
    public Task<Fate> StopAtAsync(Call call, (string Ledger, long Base)? write = null)
    {
        if (process.IsStopped)
        {
            return EndAsync<Fate>();
        }

        Pending = call;
        PendingWrite = write;
        answer = new TaskCompletionSource<Fate>();
        stopped.SetResult();
        return answer.Task;
    }

    /// <summary>The process is stopped: the flow never goes on.</summary>
    public Task<T> EndAsync<T>()
    {
        stopped.TrySetResult();
        return new TaskCompletionSource<T>().Task;
    }

    [SuppressMessage(
        "Design", "CA1031:Do not catch general exception types", Justification = "Whatever ends the flow is judged by the schedule.")]
    private async Task RunAsync(Func<Task> flow)
    {
        OfThisFlow.Value = this;
        try
        {
            await flow();
        }
        catch (Exception fault)
        {
            Fault = fault;
        }

        IsOver = true;
        stopped.TrySetResult();
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
