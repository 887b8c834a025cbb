using Divoc.Functions.Keys;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Publishes the issuer's DID document.</summary>
public sealed class ShowDidDocument(KeyDocuments documents)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(ShowDidDocument))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/did.json")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var document = await documents.DidDocumentAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Json(document, AnswerJson.Readable.JsonObject, "application/did+json");
    }
}
