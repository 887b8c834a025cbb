using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Returns the published lists of certificates that are not valid, for offline verifiers.</summary>
public sealed class StatusFunctions(PublishedStatuses statuses, FormatRevocations formats)
{
    private static readonly Problem NoShard = new(
        StatusCodes.Status404NotFound,
        "NO_SHARD",
        "There is no shard with this name. The list above the shard, such as /revocations, is the whole list, or it says how many "
        + "lower-case hex digits the names of shards have now.");

    private static readonly Problem NoList = new(
        StatusCodes.Status404NotFound,
        "NO_SUCH_LIST",
        "No format has a list of revocations with this name and kind: use one from the documentation of the formats, such as "
        + "/revocations/eu/uci.");

    /// <summary>Returns the full list; if it would be too long, the index, which says how shards are named.</summary>
    [Function("ShowRevocations")]
    public async Task<IResult> ShowRevocationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Revocations)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return Publish(request, await statuses.GetAsync(cancellationToken));
    }

    /// <summary>Returns the certificates that are not valid and whose hash begins with some hex digits.</summary>
    [Function("ShowRevocationShard")]
    public async Task<IResult> ShowRevocationShardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.RevocationShard)] HttpRequest request,
        string prefix,
        CancellationToken cancellationToken)
    {
        return await statuses.GetShardAsync(prefix, cancellationToken) is { } shard ? Publish(request, shard) : NoShard;
    }

    /// <summary>Returns a format's own revocation list; if it would be too long, how its shards are named.</summary>
    [Function("ShowFormatRevocations")]
    public async Task<IResult> ShowFormatRevocationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.FormatRevocations)] HttpRequest request,
        string list,
        string kind,
        CancellationToken cancellationToken)
    {
        return await formats.FindAsync(list, kind, cancellationToken) is { } found ? Publish(request, found) : NoList;
    }

    /// <summary>Returns the part of such a list for the certificates whose hash begins with some hex digits.</summary>
    [Function("ShowFormatRevocationShard")]
    public async Task<IResult> ShowFormatRevocationShardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.FormatRevocationShard)] HttpRequest request,
        string list,
        string kind,
        string prefix,
        CancellationToken cancellationToken)
    {
        return await formats.FindShardAsync(list, kind, prefix, cancellationToken) is { } shard ? Publish(request, shard) : NoShard;
    }

    private static IResult Publish(HttpRequest request, FormatRevocationList list) =>
        Publish(request, list.Bytes, "application/json", list.Tag);

    private static IResult Publish(HttpRequest request, PublishedStatus status) =>
        Publish(request, status.Bytes, status.ContentType, status.Tag);

    private static IResult Publish(HttpRequest request, ReadOnlyMemory<byte> bytes, string contentType, string tag)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=10";
        return Results.Bytes(bytes, contentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}
