using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>
/// A storage account in memory that answers what the Blob store asks, and counts its writes. It checks no signature. Azurite is the judge
/// in tests; this double is for measuring, since it leaves the processor to the program.
/// </summary>
internal sealed class BlobStorageDouble : IAsyncDisposable
{
    private const string Account = "double";
    private const string MetadataPrefix = "x-ms-meta-";

    private readonly ConcurrentDictionary<string, DoubledContainer> containers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> puts = [];
    private readonly DoubledContents contents;
    private readonly WebApplication application;

    private BlobStorageDouble(bool keepsBlobsOnDisk)
    {
        contents = new DoubledContents(keepsBlobsOnDisk);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.Use(AnswerUnlessDownAsync);
        application.Map(
            $"/{Account}/{{container}}", (HttpContext context, string container) => AnswerContainer(context.Request, container));
        application.Map($"/{Account}/{{container}}/{{**name}}", AnswerBlobAsync);
    }

    /// <summary>As Azure gives it. The key opens nothing.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The blobs that were written or refused, by container and name, in their order.</summary>
    public IReadOnlyCollection<string> Puts => puts;

    /// <summary>Whether no call is answered. One that is under way has its effect, and its connection ends without an answer.</summary>
    public bool IsDown { get; set; }

    /// <summary>Starts an empty account.</summary>
    public static async Task<BlobStorageDouble> StartAsync(bool keepsBlobsOnDisk = false)
    {
        var account = new BlobStorageDouble(keepsBlobsOnDisk);
        await account.application.StartAsync();
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        account.ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};BlobEndpoint="
            + $"{account.application.Urls.Single()}/{Account};";
        return account;
    }

    /// <summary>Puts a blob there, past the counting: millions of them.</summary>
    public void Fill(string container, string name, DoubledBlob blob) =>
        containers.GetOrAdd(container, _ => new DoubledContainer()).TryWrite(name, blob, onlyNew: false, ifMatch: null);

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        contents.Dispose();
    }

    private async Task AnswerUnlessDownAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsDown)
        {
            context.Response.OnStarting(() =>
            {
                CutIfDown(context);
                return Task.CompletedTask;
            });
            await next(context);
        }

        CutIfDown(context);
    }

    private void CutIfDown(HttpContext context)
    {
        if (IsDown)
        {
            context.Abort();
        }
    }

    private IResult AnswerContainer(HttpRequest request, string name)
    {
        if (HttpMethods.IsPut(request.Method))
        {
            return containers.TryAdd(name, new DoubledContainer())
                ? Results.StatusCode(StatusCodes.Status201Created)
                : Refuse(request.HttpContext, 409, "ContainerAlreadyExists");
        }

        if (!containers.TryGetValue(name, out var container))
        {
            return Refuse(request.HttpContext, 404, "ContainerNotFound");
        }

        request.HttpContext.Response.Headers.ETag = "\"0x1\"";
        request.HttpContext.Response.Headers.LastModified = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        return request.Query["comp"] == "list" ? Results.Content(List(container, request.Query), "application/xml") : Results.Ok();
    }

    private static string List(DoubledContainer container, IQueryCollection query)
    {
        var size = int.TryParse(query["maxresults"], CultureInfo.InvariantCulture, out var wanted) ? wanted : 5000;
        var (blobs, next) = container.List(query["prefix"].ToString(), query["marker"].ToString(), size);
        return new XElement(
            "EnumerationResults",
            new XElement("Blobs", blobs.Select(blob => new XElement(
                "Blob",
                new XElement("Name", blob.Name),
                new XElement(
                    "Properties",
                    new XElement("Last-Modified", blob.Blob.LastModified.ToString("R", CultureInfo.InvariantCulture)),
                    new XElement("Etag", blob.Blob.ETag),
                    new XElement("Content-Length", blob.Blob.Content.Length),
                    new XElement("BlobType", "BlockBlob")),
                query["include"].ToString().Contains("metadata", StringComparison.OrdinalIgnoreCase)
                    ? new XElement(
                        "Metadata", blob.Blob.Metadata.Select(pair => new XElement(pair.Key[MetadataPrefix.Length..], pair.Value)))
                    : null))),
            new XElement("NextMarker", next)).ToString();
    }

    private async Task<IResult> AnswerBlobAsync(HttpContext context, string container, string name)
    {
        if (!containers.TryGetValue(container, out var blobs))
        {
            return Refuse(context, 404, "ContainerNotFound");
        }

        if (HttpMethods.IsPut(context.Request.Method))
        {
            puts.Enqueue($"{container}/{name}");
            return Write(context, blobs, name, await BlobOfAsync(context.Request));
        }

        if (HttpMethods.IsDelete(context.Request.Method))
        {
            return Delete(context, blobs, name);
        }

        if (blobs.Find(name) is not { } found)
        {
            return Refuse(context, 404, "BlobNotFound");
        }

        Describe(context.Response, found);
        await context.Response.StartAsync();
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(found.Content.Read());
        }

        return Results.Empty;
    }

    private static IResult Write(HttpContext context, DoubledContainer blobs, string name, DoubledBlob blob)
    {
        if (blobs.TryWrite(name, blob, context.Request.Headers.IfNoneMatch == "*", context.Request.Headers.IfMatch) is { } refusal)
        {
            return Refuse(context, refusal == "BlobAlreadyExists" ? 409 : 412, refusal);
        }

        context.Response.Headers.ETag = blob.ETag;
        context.Response.Headers.LastModified = blob.LastModified.ToString("R", CultureInfo.InvariantCulture);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static IResult Delete(HttpContext context, DoubledContainer blobs, string name)
    {
        return blobs.TryDelete(name, context.Request.Headers.IfMatch) switch
        {
            null => Results.StatusCode(StatusCodes.Status202Accepted),
            "BlobNotFound" => Refuse(context, 404, "BlobNotFound"),
            var refusal => Refuse(context, 412, refusal),
        };
    }

    private async Task<DoubledBlob> BlobOfAsync(HttpRequest request)
    {
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body);
        return new DoubledBlob(
            contents.Keep(body.ToArray()),
            request.Headers["x-ms-blob-content-type"].ToString(),
            request.Headers["x-ms-blob-cache-control"].ToString(),
            request.Headers.Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => header.Value.ToString()));
    }

    private static void Describe(HttpResponse response, DoubledBlob blob)
    {
        response.ContentLength = blob.Content.Length;
        response.ContentType = blob.ContentType;
        response.Headers.CacheControl = blob.CacheControl;
        response.Headers.ETag = blob.ETag;
        response.Headers.LastModified = blob.LastModified.ToString("R", CultureInfo.InvariantCulture);
        response.Headers["x-ms-blob-type"] = "BlockBlob";
        foreach (var (name, value) in blob.Metadata)
        {
            response.Headers[name] = value;
        }
    }

    private static IResult Refuse(HttpContext context, int status, string code)
    {
        context.Response.Headers["x-ms-error-code"] = code;
        return HttpMethods.IsHead(context.Request.Method)
            ? Results.StatusCode(status)
            : Results.Text($"<Error><Code>{code}</Code><Message>{code}</Message></Error>", "application/xml", statusCode: status);
    }
}
