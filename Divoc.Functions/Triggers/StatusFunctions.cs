using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the signed list of certificates that are not valid, for verifiers without a connection.</summary>
public sealed class StatusFunctions(RevocationListPublisher publisher)
{
    /// <summary>Hands out the list.</summary>
    [Function("ShowRevocations")]
    public async Task<IResult> ShowRevocationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Revocations)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (bytes, tag) = await publisher.GetAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(bytes, SignedRevocationList.ContentType, entityTag: new EntityTagHeaderValue($"\"{tag.Trim('"')}\""));
    }
}
