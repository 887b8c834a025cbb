using System.Diagnostics;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults;

/// <summary>Hears the names of writes from all flows of this process and passes on those of simulated programs.</summary>
internal sealed class WriteNameObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly List<IDisposable> subscriptions = [];

    public WriteNameObserver() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Divoc.Functions.Writes")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Actor.Current is { } actor)
        {
            actor.Program.Named(actor, Enum.Parse<ProtocolWrite>(value.Key));
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
