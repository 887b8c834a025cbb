using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Portal;

/// <summary>
/// Serves the web pages. There is no catch-all at the root, because the Functions host uses the first route that fits, ordered by the names
/// of the functions: a catch-all would hide others.
/// </summary>
public sealed class PortalFunctions(PortalFiles files)
{
    /// <summary>
    /// The pages may load only from their own origin, run no code except those files and WebAssembly, and write no text as markup; nobody
    /// may frame them. <c>sw</c> is the only trusted-types policy, for the address of the service worker.
    /// </summary>
    public const string Policy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        + "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for "
        + "'script'; trusted-types sw";

    private static readonly Problem NoSuchPage = new(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no such page.");

    /// <summary>A page, or the service worker, whose scope is the whole site.</summary>
    [Function("ShowWebPage")]
    public IResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{page?}")] HttpRequest request, string? page)
    {
        ArgumentNullException.ThrowIfNull(request);
        return files.FindPage(page) is { } file ? Answer(request, file) : NoSuchPage;
    }

    /// <summary>A file that the pages load.</summary>
    [Function("ShowWebFile")]
    public IResult ShowFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "portal/{*path}")] HttpRequest request, string? path)
    {
        ArgumentNullException.ThrowIfNull(request);
        return path is not null && files.FindFile(path) is { } file ? Answer(request, file) : NoSuchPage;
    }

    private static IResult Answer(HttpRequest request, ServedFile file)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = file.IsHashed ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        return file.AnswerTo(request);
    }
}
