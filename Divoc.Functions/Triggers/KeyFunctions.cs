using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Publishes the issuer's keys.</summary>
public sealed class KeyFunctions(KeyDocuments documents, SignerCertificates signers)
{
    internal const string PemType = "application/x-pem-file";

    /// <summary>The media type of JWK sets.</summary>
    internal const string KeySetType = "application/jwk-set+json";

    private const string Lifetime = "public, max-age=300";

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

    /// <summary>Publishes the certificates of the signing keys, as PEM.</summary>
    [Function("ShowSignerCertificates")]
    public async Task<IResult> ShowSignerCertificatesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.SignerCertificates)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var certificates = await signers.PemAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = Lifetime;
        return Results.Bytes(certificates, PemType);
    }

    /// <summary>Publishes the same in the form of the gateway between countries.</summary>
    [Function("ShowSignerList")]
    public async Task<IResult> ShowSignerListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.SignerList)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var list = await signers.TrustListAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = Lifetime;
        return Results.Json(list, AnswerJson.Readable.JsonArray);
    }

    /// <summary>Answers with a document that may be cached for a while.</summary>
    internal static IResult Publish(HttpRequest request, JsonObject document, string contentType)
    {
        request.HttpContext.Response.Headers.CacheControl = Lifetime;
        return Results.Json(document, AnswerJson.Readable.JsonObject, contentType);
    }
}
