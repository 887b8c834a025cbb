namespace Divoc.Functions.Tests.Hosting;

/// <summary>Does something when its container disposes it.</summary>
internal sealed class OnDispose(Action action) : IDisposable
{
    public void Dispose() => action();
}
