using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out what is published of certificates that are not valid, for verifiers without a connection.</summary>
public sealed class StatusFunctions(PublishedStatuses statuses)
{
    private static readonly Problem NoShard = new(
        StatusCodes.Status404NotFound, "NO_SHARD", "There is no shard of this name: GET /revocations says how many lower-case hex digits it has now, or is the whole list itself.");

    /// <summary>Hands out the list of all; once it would be too long the index, which says what the names of shards are.</summary>
    [Function("ShowRevocations")]
    public async Task<IResult> ShowRevocationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Revocations)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return Publish(request, await statuses.GetAsync(cancellationToken));
    }

    /// <summary>Hands out the certificates that are not valid whose hash begins with some hex digits.</summary>
    [Function("ShowRevocationShard")]
    public async Task<IResult> ShowRevocationShardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.RevocationShard)] HttpRequest request,
        string prefix,
        CancellationToken cancellationToken)
    {
        return await statuses.GetShardAsync(prefix, cancellationToken) is { } shard ? Publish(request, shard) : NoShard;
    }

    private static IResult Publish(HttpRequest request, PublishedStatus status)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=10";
        return Results.Bytes(status.Bytes, status.ContentType, entityTag: new EntityTagHeaderValue($"\"{status.Tag}\""));
    }
}
