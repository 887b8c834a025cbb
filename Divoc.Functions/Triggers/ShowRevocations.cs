using Divoc.Functions.Status;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the signed list of certificates that do not hold, for verifiers without a connection.</summary>
public sealed class ShowRevocations(RevocationListPublisher publisher)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowRevocations))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "revocations")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var (bytes, tag) = await publisher.GetAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(bytes, SignedRevocationList.ContentType, entityTag: new EntityTagHeaderValue($"\"{tag.Trim('"')}\""));
    }
}
