using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Divoc.Functions.Storage.Blob;

/// <summary>Before anything else starts: ensures that the account can be used and has its containers.</summary>
internal sealed partial class BlobContainers(
    BlobServiceClient account, IOptions<BlobStorageOptions> options, TimeProvider time, ILogger<BlobContainers> logger)
    : IHostedLifecycleService
{
    /// <inheritdoc/>
    /// <exception cref="StoreSetupException">The account can't be reached, or a container is missing and may not be created.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var timeLimit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);
        try
        {
            await Task.WhenAll(ArtifactContainers.All.Select(name => ProvideAsync(name, either.Token)));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && BlobErrors.Translate(fault, account.Uri) is { } known)
        {
            throw new StoreSetupException($"The Blob store can't be used: {known.Message} Check the settings "
                + $"{BlobStorageOptions.SectionName}.", known);
        }

        Log.Ready(logger, account.Uri.Host);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Checks first, because an identity may be allowed to use containers but not to create them.</summary>
    private async Task ProvideAsync(string name, CancellationToken cancellationToken)
    {
        var container = account.GetBlobContainerClient(name);
        if (await container.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);
            Log.Created(logger, name);
        }
        catch (RequestFailedException refused) when (refused.Status == StatusCodes.Status403Forbidden)
        {
            throw new StoreSetupException(
                $"The Blob container {name} is missing from {account.Uri.Host} and the program may not create it ({refused.ErrorCode}): "
                + "create it, or give the identity the role Storage Blob Data Contributor.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1902, Level = LogLevel.Information,
            Message = "Artifacts are stored in the Blob storage account {Account}.")]
        public static partial void Ready(ILogger logger, string account);

        [LoggerMessage(EventId = 1903, Level = LogLevel.Information, Message = "Created the Blob container {Container}.")]
        public static partial void Created(ILogger logger, string container);
    }
}
