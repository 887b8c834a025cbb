using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// One flow within the program: a call of a caller, a delivery, a timer. It stops at each call of a port until it is told how the call
/// ends. Only one actor runs at a time, so that a schedule is the same whenever its seed is.
/// </summary>
/// <param name="program">The program that it runs in. Once that is stopped the flow never goes on.</param>
/// <param name="title">What it is, for the schedule.</param>
/// <param name="readsSideBySide">
/// Whether it reads ledgers, failures, claims and notes several at a time. Those reads are not stopped at: their order is not the
/// schedule's.
/// </param>
internal sealed class Actor(SimulatedProgram program, string title, bool readsSideBySide = false)
{
    private static readonly AsyncLocal<Actor?> OfThisFlow = new();

    private TaskCompletionSource stopped = Fresh();
    private TaskCompletionSource<Fate>? answer;

    /// <summary>The actor whose flow this is; null in any other flow of the tests.</summary>
    public static Actor? Current => OfThisFlow.Value;

    public SimulatedProgram Program => program;

    public string Title => title;

    public bool ReadsSideBySide => readsSideBySide;

    /// <summary>The certificate that it is to issue; null unless it is a delivery.</summary>
    public string? CertificateId { get; init; }

    /// <summary>Whether it handles the message of a change: what it sends again is not named.</summary>
    public bool HandlesChange { get; init; }

    /// <summary>The call that it has stopped at.</summary>
    public Call? Pending { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>What ended the flow; null if it came to its end.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>The writes of this flow and their names.</summary>
    public NamedWrites Names { get; } = new();

    /// <summary>Begins the flow; returns when it has stopped or ended.</summary>
    public Task BeginAsync(Func<Task> flow)
    {
        _ = Task.Run(() => RunAsync(flow));
        return stopped.Task;
    }

    /// <summary>Lets the call end and the flow go on; returns when it has stopped again or ended.</summary>
    public Task GoOnAsync(Fate fate)
    {
        stopped = Fresh();
        Pending = null;
        if (fate is not (Fate.Succeed or Fate.MeetItself or Fate.Double))
        {
            Names.Interrupted();
        }

        answer!.SetResult(fate);
        return stopped.Task;
    }

    /// <summary>Stops the flow at a call until it is said how the call ends.</summary>
    public Task<Fate> StopAtAsync(Call call)
    {
        if (program.IsStopped)
        {
            return EndAsync<Fate>();
        }

        Pending = call;
        answer = new TaskCompletionSource<Fate>();
        stopped.SetResult();
        return answer.Task;
    }

    /// <summary>The program is stopped: the flow never goes on.</summary>
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
