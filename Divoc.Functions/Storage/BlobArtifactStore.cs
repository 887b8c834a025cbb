using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Divoc.Functions.Storage.Blob;

namespace Divoc.Functions.Storage;

/// <summary>
/// The store in Azure Blob storage, one blob for each artifact. Writes are conditional by ETag. If the SDK had sent a refused write more
/// than once, it is compared with the stored blob, because the first try may have succeeded although its answer was lost.
/// </summary>
public sealed partial class BlobArtifactStore(
    BlobServiceClient account, IOptions<BlobStorageOptions> options, TimeProvider time, ILogger<BlobArtifactStore> logger) : IArtifactStore
{
    /// <summary>
    /// Artifacts have personal data and may be erased: a client that reads the store directly, through a proxy or by URL, must keep no
    /// copy.
    /// </summary>
    private const string CacheControl = "no-store";

    private const int MaxContinuationLength = 4096;
    private const int MaxETagLength = 128;

    /// <summary>An ETag that no blob has: the account makes them from times.</summary>
    private const string NoETag = "0x0";

    /// <inheritdoc/>
    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return CallAsync(cancel => ReadAsync(name, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return CallAsync(cancel => ReadPropertiesAsync(name, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        ArtifactLimits.Check(content);
        return CallAsync(cancel => UploadAsync(name, content, null, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        ArtifactLimits.Check(content);
        return CallAsync(
            cancel => TryUploadAsync(name, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(artifacts);
        var first = artifacts[0];
        var others = artifacts.Skip(1).ToList();
        if (await CreateAsync(first.Name, first.Content, cancellationToken) is null)
        {
            var found = await Task.WhenAll(others.Select(other => GetPropertiesAsync(other.Name, cancellationToken)));
            return [first.Name, .. others.Where((_, index) => found[index] is not null).Select(other => other.Name)];
        }

        var etags = await Task.WhenAll(others.Select(other => CreateAsync(other.Name, other.Content, cancellationToken)));
        return [.. others.Where((_, index) => etags[index] is null).Select(other => other.Name)];
    }

    /// <inheritdoc/>
    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        ArtifactLimits.Check(content);
        return IsETag(ifMatch)
            ? CallAsync(
                cancel => TryUploadAsync(name, content, new BlobRequestConditions { IfMatch = ToETag(ifMatch) }, cancel), cancellationToken)
            : Task.FromResult<string?>(null);
    }

    /// <inheritdoc/>
    /// <remarks>If an immutability policy or a legal hold refuses a deletion, that is logged, and the artifact stays.</remarks>
    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return CallAsync(cancel => DeleteBlobAsync(name, null, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>If an immutability policy or a legal hold refuses a deletion, that is logged, and the artifact stays.</remarks>
    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken)
    {
        ArtifactLimits.Check(name);
        return IsETag(ifMatch)
            ? CallAsync(cancel => DeleteBlobAsync(name, new BlobRequestConditions { IfMatch = ToETag(ifMatch) }, cancel), cancellationToken)
            : Task.FromResult(false);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Sends a write whose condition can't be met: the account refuses it only after it has found the container and checked the right to
    /// write there. A blob that was really written and deleted would be kept as a version for days.
    /// </remarks>
    public Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        return ReplaceAsync(
            new ArtifactName(ArtifactContainers.Registry, "health/never"),
            new ArtifactContent("ok"u8.ToArray(), "text/plain"),
            NoETag,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        ArtifactLimits.CheckContainer(container);
        ArtifactLimits.CheckPrefix(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, ArtifactLimits.MaxPageSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(continuation?.Length ?? 0, MaxContinuationLength, nameof(continuation));
        return CallAsync(cancel => ListPageAsync(container, prefix, pageSize, continuation, cancel), cancellationToken);
    }

    /// <summary>An ETag of the account; never <c>*</c>, which would match any.</summary>
    private static bool IsETag(string text) => text.Length is > 0 and <= MaxETagLength && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>The account uses quotes (RFC 9110, section 8.8.3), <see cref="IArtifactStore"/> does not.</summary>
    private static string ToText(ETag etag) => etag.ToString().Trim('"');

    private static ETag ToETag(string text) => new($"\"{text}\"");

    private BlobClient BlobOf(ArtifactName name) => account.GetBlobContainerClient(name.Container).GetBlobClient(name.Name);

    /// <summary>Carries out a call within its time limit, and throws the exceptions of <see cref="IArtifactStore"/>.</summary>
    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeLimit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (Exception fault) when (BlobErrors.Translate(fault, account.Uri) is { } known)
        {
            // A caller that cancelled gets that as the result, whatever the SDK threw.
            cancellationToken.ThrowIfCancellationRequested();
            throw known;
        }
    }

    private async Task<string?> TryUploadAsync(
        ArtifactName name, ArtifactContent content, BlobRequestConditions conditions, CancellationToken cancellationToken)
    {
        var repetition = new Repetition();
        try
        {
            using (repetition.Follow())
            {
                return await UploadAsync(name, content, conditions, cancellationToken);
            }
        }
        catch (RequestFailedException refused) when (IsRefusal(refused, conditions))
        {
            return repetition.Happened ? await ETagOfSameAsync(name, content, cancellationToken) : null;
        }
    }

    /// <summary>Under an immutability policy a new blob can be created, so if a creation is refused there, the blob exists.</summary>
    private static bool IsRefusal(RequestFailedException refused, BlobRequestConditions conditions)
    {
        return BlobErrors.IsConditionRefused(refused)
            || (conditions.IfMatch is null ? BlobErrors.IsImmutable(refused) : BlobErrors.IsBlobMissing(refused));
    }

    private async Task<string> UploadAsync(
        ArtifactName name, ArtifactContent content, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var upload = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = content.ContentType, CacheControl = CacheControl },
            Metadata = BlobMetadata.Write(content.Metadata),
        };
        var written = await BlobOf(name).UploadAsync(BinaryData.FromBytes(content.Bytes), upload, cancellationToken);
        return ToText(written.Value.ETag);
    }

    private async Task<string?> ETagOfSameAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(name, cancellationToken);
        var isSame = stored is not null
            && stored.Bytes.Span.SequenceEqual(content.Bytes.Span)
            && stored.Properties.ContentType == content.ContentType
            && stored.Properties.Metadata.Count == content.Metadata.Count
            && content.Metadata.All(pair => stored.Properties.Metadata.TryGetValue(pair.Key, out var value) && value == pair.Value);
        return isSame ? stored!.Properties.ETag : null;
    }

    private async Task<StoredArtifact?> ReadAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        try
        {
            using var download = (await BlobOf(name).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            var details = download.Details;
            if (details.ContentLength > ArtifactLimits.MaxBytes)
            {
                throw new InvalidDataException("A blob is larger than any artifact; somebody else wrote it.");
            }

            var bytes = new byte[details.ContentLength];
            await download.Content.ReadExactlyAsync(bytes, cancellationToken);
            return new StoredArtifact(
                bytes,
                new ArtifactProperties(
                    ToText(details.ETag),
                    details.ContentType,
                    BlobMetadata.Read(details.Metadata),
                    details.ContentLength,
                    details.LastModified));
        }
        catch (RequestFailedException refused) when (BlobErrors.IsBlobMissing(refused))
        {
            return null;
        }
    }

    private async Task<ArtifactProperties?> ReadPropertiesAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await BlobOf(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new ArtifactProperties(
                ToText(found.ETag), found.ContentType, BlobMetadata.Read(found.Metadata), found.ContentLength, found.LastModified);
        }
        catch (RequestFailedException refused) when (BlobErrors.IsBlobMissing(refused))
        {
            return null;
        }
    }

    private async Task<bool> DeleteBlobAsync(ArtifactName name, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        try
        {
            return await BlobOf(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellationToken);
        }
        catch (RequestFailedException refused) when (conditions is not null && BlobErrors.IsConditionRefused(refused))
        {
            return false;
        }
        catch (RequestFailedException refused) when (BlobErrors.IsImmutable(refused))
        {
            Log.DeletionForbidden(logger, name.Container, refused.ErrorCode!);
            return true;
        }
    }

    private async Task<ArtifactPage> ListPageAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(container, prefix, pageSize, continuation, cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.Status == StatusCodes.Status400BadRequest && continuation is not null)
        {
            throw new ArgumentException("The continuation is none that this store gave.", nameof(continuation), refused);
        }
    }

    private async Task<ArtifactPage> ReadPageAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        var listing = account.GetBlobContainerClient(container)
            .GetBlobsAsync(new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata }, cancellationToken);
        await foreach (var page in listing.AsPages(continuation, pageSize).WithCancellation(cancellationToken))
        {
            return new ArtifactPage(
                [.. page.Values.Select(blob => new ArtifactListing(blob.Name, BlobMetadata.Read(blob.Metadata)))],
                string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
        }

        return new ArtifactPage([], null);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1901,
            Level = LogLevel.Warning,
            Message = "A deletion in the container {Container} was refused ({Code}); the artifact stays as long as the policy says.")]
        public static partial void DeletionForbidden(ILogger logger, string container, string code);
    }
}
