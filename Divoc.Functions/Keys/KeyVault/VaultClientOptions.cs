using Azure.Core;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>Options of the pipeline to a vault.</summary>
internal sealed class VaultClientOptions : ClientOptions
{
    /// <summary>Options with bounded tries.</summary>
    public VaultClientOptions(TimeSpan tryTimeout)
    {
        RetryPolicy = new ReadRetryPolicy();
        Retry.NetworkTimeout = tryTimeout;
    }
}
