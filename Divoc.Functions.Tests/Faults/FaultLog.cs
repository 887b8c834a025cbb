using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Faults;

/// <summary>Reads the program's log: an exception in it that no injected fault explains is a bug.</summary>
internal sealed class FaultLog(Judge judge) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
        {
            judge.Report(Judge.Unexplained(exception));
            Actor.Current?.Names.Interrupted();
        }
    }

    public void Dispose()
    {
    }
}
