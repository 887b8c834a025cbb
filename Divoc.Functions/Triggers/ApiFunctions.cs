using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Triggers.Api;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the description of the functions: for programs, and as a page for people.</summary>
public sealed class ApiFunctions(ApiDocument document)
{
    private const string Gzip = "gzip";

    private static readonly Problem NoSuchFile = new(StatusCodes.Status404NotFound, "NOT_FOUND", "The page has no such file.");

    /// <summary>The OpenAPI document.</summary>
    [Function("ShowApi")]
    public async Task<IResult> ShowApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Api)] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var file = await document.FileAsync();
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(file.Bytes, ApiDocumentFile.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
    }

    /// <summary>The page.</summary>
    [Function("ShowApiPage")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.Headers.ContentSecurityPolicy = ApiPage.Policy;
        return FileOf(request, ApiPage.Page);
    }

    /// <summary>A file that the page loads.</summary>
    [Function("ShowApiPageFile")]
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Functions are methods of an instance.")]
    public IResult ShowPageFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{file}")] HttpRequest request, string file)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ApiPage.Find(file) is { } found ? FileOf(request, found) : NoSuchFile;
    }

    private static IResult FileOf(HttpRequest request, ApiPageFile file)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=300";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!file.IsPacked)
        {
            return Results.Bytes(file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
        }

        // The tag names bytes as they are sent, so each coding has its own (RFC 9110, section 8.8.3).
        if (!AcceptsGzip(request))
        {
            return Results.Stream(file.UnpackToAsync, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}-unpacked\""));
        }

        headers.ContentEncoding = Gzip;
        return Results.Bytes(file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        return StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var codings)
            && codings.Any(coding => coding.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && coding.Quality != 0);
    }
}
