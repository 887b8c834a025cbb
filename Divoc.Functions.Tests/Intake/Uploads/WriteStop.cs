using System.Diagnostics;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>
/// Ends the program of this flow right after a named write: the flow goes no further, and whatever it still tries at store and queues
/// fails.
/// </summary>
internal sealed class WriteStop : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly AsyncLocal<bool> isOfThisFlow = new();
    private readonly List<IDisposable> subscriptions = [];
    private readonly string name;
    private int left;

    /// <summary>Stops after a write has come so many times.</summary>
    public WriteStop(ProtocolWrite write, int times)
    {
        (name, left) = (write.ToString(), times);
        isOfThisFlow.Value = true;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Whether the program is ended.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Whether it was.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Called when it ends.</summary>
    public Action? Ended { get; set; }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Divoc.Functions.Writes")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (isOfThisFlow.Value && value.Key == name && Interlocked.Decrement(ref left) == 0)
        {
            (IsEnded, HasEnded) = (true, true);
            Ended?.Invoke();
            throw new ProgramEndedException();
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}

/// <summary>The program is ended.</summary>
internal sealed class ProgramEndedException() : Exception("The program is ended.");
