using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Triggers.Api;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Returns the description of the functions: for programs, and as a page for people.</summary>
public sealed class ApiFunctions(ApiDocument document)
{
    private static readonly Problem NoSuchFile = new(StatusCodes.Status404NotFound, "NOT_FOUND", "The page has no file with this name.");

    /// <summary>The OpenAPI document.</summary>
    [Function("ShowApi")]
    public async Task<IResult> ShowApiAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Api)] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answer(request, await document.FileAsync());
    }

    /// <summary>The page.</summary>
    [Function("ShowApiPage")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.Headers.ContentSecurityPolicy = ApiPage.Policy;
        return Answer(request, ApiPage.Page);
    }

    /// <summary>A file that the page loads.</summary>
    [Function("ShowApiPageFile")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult ShowPageFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{file}")] HttpRequest request, string file)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ApiPage.Find(file) is { } found ? Answer(request, found) : NoSuchFile;
    }

    private static IResult Answer(HttpRequest request, ServedFile file)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return file.AnswerTo(request);
    }
}
