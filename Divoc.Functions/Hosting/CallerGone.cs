using Microsoft.AspNetCore.Connections;

namespace Divoc.Functions.Hosting;

/// <summary>Tells a caller that left from a fault.</summary>
internal static class CallerGone
{
    /// <summary>What Kestrel says of a body that ends before the bytes that were announced; its other refusals have the same type.</summary>
    private const string BodyCutOff = "Unexpected end of request content.";

    /// <summary>Whether an exception comes of the caller having left, in the middle of its body or of its answer.</summary>
    /// <param name="exception">What left the function.</param>
    /// <param name="clientGone">Says whether the connection is closed.</param>
    public static bool Is(Exception exception, CancellationToken clientGone)
    {
        return exception is ConnectionResetException or ConnectionAbortedException or BadHttpRequestException { Message: BodyCutOff }
            || (clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException);
    }
}
