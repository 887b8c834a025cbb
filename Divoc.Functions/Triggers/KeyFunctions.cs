using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Publishes the issuer's keys.</summary>
public sealed class KeyFunctions(KeyDocuments documents)
{
    /// <summary>The media type of JWK sets.</summary>
    internal const string KeySetType = "application/jwk-set+json";

    /// <summary>As a DID document.</summary>
    [Function("ShowDidDocument")]
    public async Task<IResult> ShowDidDocumentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.DidDocument)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return Publish(request, await documents.DidDocumentAsync(cancellationToken), "application/did+json");
    }

    /// <summary>As a JWK set.</summary>
    [Function("ShowKeySet")]
    public async Task<IResult> ShowKeySetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.KeySet)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return Publish(request, await documents.JsonWebKeySetAsync(cancellationToken), KeySetType);
    }

    /// <summary>Answers with a document that may be kept for a while.</summary>
    internal static IResult Publish(HttpRequest request, JsonObject document, string contentType)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(document, AnswerJson.Readable.JsonObject, contentType);
    }
}
