using Microsoft.AspNetCore.Connections;

namespace Divoc.Functions.Hosting;

/// <summary>Distinguishes callers that disconnected from errors of the program.</summary>
internal static class CallerGone
{
    /// <summary>Kestrel's message for a body that ends before the announced length; its other refusals have the same type.</summary>
    private const string BodyCutOff = "Unexpected end of request content.";

    /// <summary>Whether the cause of an exception is that the caller disconnected, during its request body or the answer.</summary>
    /// <param name="exception">The exception of the function.</param>
    /// <param name="clientGone">Cancelled when the connection is closed.</param>
    public static bool Is(Exception exception, CancellationToken clientGone)
    {
        return exception is ConnectionResetException or ConnectionAbortedException or BadHttpRequestException { Message: BodyCutOff }
            || (clientGone.IsCancellationRequested && exception is OperationCanceledException or IOException);
    }
}
