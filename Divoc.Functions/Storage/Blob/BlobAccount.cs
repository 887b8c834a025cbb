using Azure.Core;
using Azure.Storage.Blobs;

namespace Divoc.Functions.Storage.Blob;

/// <summary>Creates the client of the account, with limited retries and time-outs.</summary>
public static class BlobAccount
{
    /// <summary>The SDK's default of 0.8 s is longer than issuing a certificate takes.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Creates the client. Nothing is sent yet.</summary>
    /// <param name="options">Valid settings.</param>
    /// <param name="credential">Returns the identity, used only if the settings name the account by its address.</param>
    /// <param name="configure">Changes the client's pipeline.</param>
    public static BlobServiceClient Open(
        BlobStorageOptions options, Func<TokenCredential> credential, Action<BlobClientOptions>? configure = null)
    {
        var client = new BlobClientOptions();
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = options.MaxRetries;
        client.Retry.Delay = FirstDelay;
        client.Retry.MaxDelay = LongestDelay;
        client.Retry.NetworkTimeout = options.NetworkTimeout;

        // Both would log the names of blobs, which contain ids of certificates.
        client.Diagnostics.IsLoggingEnabled = false;
        client.Diagnostics.IsDistributedTracingEnabled = false;
        client.AddPolicy(new RepetitionPolicy(), HttpPipelinePosition.PerRetry);
        configure?.Invoke(client);
        return string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new BlobServiceClient(new Uri(options.AccountUrl), credential(), client)
            : new BlobServiceClient(options.ConnectionString, client);
    }
}
