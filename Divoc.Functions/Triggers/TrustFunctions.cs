using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Publishes the trusted keys.</summary>
public sealed class TrustFunctions(PublishedTrust trust)
{
    /// <summary>The keys of this service, of its earlier systems, and of trusted issuers.</summary>
    [Function("ShowTrust")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Trust)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var document = await trust.GetAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return document.AnswerTo(request);
    }
}
