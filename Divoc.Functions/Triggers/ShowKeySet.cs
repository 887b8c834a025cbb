using Divoc.Functions.Keys;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Publishes the issuer's keys as a JWK set.</summary>
public sealed class ShowKeySet(KeyDocuments documents)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowKeySet))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/jwks.json")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(documents.JsonWebKeySet(), AnswerJson.Readable.JsonObject, "application/jwk-set+json");
    }
}
