using Divoc.Functions.Keys;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Publishes the issuer's keys as a JWK set.</summary>
public sealed class ShowKeySet(KeyDocuments documents)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowKeySet))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/jwks.json")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var keys = await documents.JsonWebKeySetAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(keys, AnswerJson.Readable.JsonObject, "application/jwk-set+json");
    }
}
