using Azure.Core;
using Azure.Core.Pipeline;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>Repeats interrupted reads, and nothing else: a signature that was sent may have been made and counted.</summary>
internal sealed class ReadRetryPolicy()
    : RetryPolicy(MaxRetries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)))
{
    private const int MaxRetries = 2;

    /// <inheritdoc/>
    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        // The throttle waits after a refusal for the rate.
        return message.Request.Method == RequestMethod.Get
            && !(message.HasResponse && message.Response.Status == StatusCodes.Status429TooManyRequests)
            ? base.ShouldRetryAsync(message, exception)
            : new ValueTask<bool>(false);
    }
}
