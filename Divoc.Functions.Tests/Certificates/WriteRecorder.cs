using System.Collections.Concurrent;
using System.Diagnostics;

namespace Divoc.Functions.Tests.Certificates;

/// <summary>Notes the named writes of certificates, by their ids.</summary>
internal sealed class WriteRecorder : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<(string Write, string Id)> writes = new();
    private readonly ConcurrentBag<IDisposable> subscriptions = [];

    public WriteRecorder() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The writes of an id since the recorder was made, in their order.</summary>
    public IReadOnlyList<string> Of(string id) => [.. writes.Where(write => write.Id == id).Select(write => write.Write)];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Divoc.Functions.Writes")
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value) => writes.Enqueue((value.Key, (string)value.Value!));

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }
}
