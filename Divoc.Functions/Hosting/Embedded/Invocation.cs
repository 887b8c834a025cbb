using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>The sources of a function's parameters.</summary>
internal sealed record Invocation
{
    /// <summary>The request; null unless it is an HTTP function.</summary>
    public HttpRequest? Request { get; init; }

    /// <summary>The body of the message; empty unless it is a queue function.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The state of the timer; null unless it is a timer function.</summary>
    public TimerInfo? Timer { get; init; }

    public required CancellationToken CancellationToken { get; init; }
}
