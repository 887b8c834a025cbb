using Divoc.Functions.Triggers.Api;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the description of the functions for programs.</summary>
public sealed class ApiFunctions(ApiDocument document)
{
    /// <summary>The OpenAPI document.</summary>
    [Function("ShowApi")]
    public async Task<IResult> ShowApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Api)] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var file = await document.FileAsync();
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(file.Bytes, ApiDocumentFile.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
    }
}
