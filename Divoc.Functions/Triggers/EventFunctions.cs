using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Certifies events of any type, and corrects their certificates. Answers and limits are the same as those of DIVOC's own routes.
/// </summary>
public sealed class EventFunctions(CertifyRequest certify)
{
    private const string ShapeParameter = "shape";

    /// <summary>Certifies events of a type.</summary>
    [Function("CertifyEvents")]
    public Task<IResult> CertifyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "certify/{type}")] HttpRequest request,
        string type,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, type, false, cancellationToken);
    }

    /// <summary>Corrects certificates of a type.</summary>
    [Function("UpdateEvents")]
    public Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "certify/{type}")] HttpRequest request,
        string type,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, type, true, cancellationToken);
    }

    /// <summary>Part of Idempotency-Keys. Both calls have the same path, and a key of one must not count for the other.</summary>
    private static string RouteOf(string type, string? shape, bool isUpdate)
    {
        var path = shape is null ? $"certify/{type}" : $"certify/{type}?{ShapeParameter}={shape}";
        return isUpdate ? $"PUT {path}" : path;
    }

    private Task<IResult> HandleAsync(HttpRequest request, string type, bool isUpdate, CancellationToken cancellationToken)
    {
        string? shape = request.Query.TryGetValue(ShapeParameter, out var asked) ? asked.ToString() : null;
        return certify.HandleAsync(request, type, shape, RouteOf(type, shape, isUpdate), isUpdate, cancellationToken);
    }
}
