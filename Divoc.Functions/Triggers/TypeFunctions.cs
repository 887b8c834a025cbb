using System.Text.Json.Nodes;
using Divoc.Functions.Keys;
using Divoc.Functions.Types;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Shows the certificate types and the shapes of their events.</summary>
public sealed class TypeFunctions(CertificateTypes types, IOptions<PublicAddressOptions> address)
{
    private static readonly Problem UnknownType = new(
        StatusCodes.Status404NotFound,
        "UNKNOWN_TYPE",
        $"There is no certificate type with this name: GET /{PublicRoutes.Types} lists the types.");

    /// <summary>Lists the types.</summary>
    [Function("ListTypes")]
    public IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Types)] HttpRequest request)
    {
        Publish(request);
        return Results.Json(new TypesBody([.. types.Current.Newest.Select(Listed)]), AnswerJson.Readable.TypesBody);
    }

    /// <summary>Shows a type: each of its shapes as JSON Schema.</summary>
    [Function("ShowType")]
    public IResult Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = PublicRoutes.Types + "/{type}")] HttpRequest request, string type)
    {
        Publish(request);
        return types.Current.Find(type) is { } found
            ? Results.Json(
                new TypeBody(
                    found.Name, found.Version, [.. found.Shapes.Select(shape => new ShapeBody(shape.Name, ShapeSchema.Of(shape)))]),
                AnswerJson.Readable.TypeBody)
            : UnknownType;
    }

    private static void Publish(HttpRequest request) => request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";

    private ListedTypeBody Listed(ICertificateType type)
    {
        return new ListedTypeBody(
            type.Name,
            type.Version,
            [.. type.Shapes.Select(shape => shape.Name)],
            address.Value.UrlOf($"/{PublicRoutes.Types}/{type.Name}"));
    }
}

/// <summary>The certificate types.</summary>
/// <param name="Types">The types by name, each in its newest version.</param>
internal sealed record TypesBody(IReadOnlyList<ListedTypeBody> Types);

/// <summary>A certificate type in a list.</summary>
/// <param name="Name">Its name, for <c>POST /certify/{type}</c>.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Shapes">The names of its shapes; the first is the default.</param>
/// <param name="Url">The address of the description of its shapes.</param>
internal sealed record ListedTypeBody(string Name, int Version, IReadOnlyList<string> Shapes, string Url);

/// <summary>A certificate type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Shapes">Its shapes.</param>
internal sealed record TypeBody(string Name, int Version, IReadOnlyList<ShapeBody> Shapes);

/// <summary>A shape of a type's events.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">One event as JSON Schema (2020-12).</param>
internal sealed record ShapeBody(string Name, JsonObject Schema);
