using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Triggers;

/// <summary>Binds a certify or update call of whatever route, has it handled and shapes the answer.</summary>
public sealed class CertifyRequest(
    CertifyHandler handler, CertificateTypes types, CredentialFormats formats, Callers callers, IOptions<PublicAddressOptions> address, CertificateMetrics metrics)
{
    private const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Handles a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="type">The name of the type.</param>
    /// <param name="shape">The name of the shape; null for the type's first.</param>
    /// <param name="route">The route, which Idempotency-Keys go by.</param>
    /// <param name="isUpdate">Whether the events replace certificates.</param>
    /// <param name="cancellationToken">Ends the work before anything is promised.</param>
    public async Task<IResult> HandleAsync(HttpRequest request, string type, string? shape, string route, bool isUpdate, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        // The whole call goes by the types as they are now.
        var set = types.Current;
        if (set.Find(type) is not { } found)
        {
            return UnknownType(set);
        }

        var sent = shape is null ? found.Shapes[0] : found.Shapes.FirstOrDefault(known => known.Name == shape);
        if (sent is null || formats.Issuing(found.Name, found.Version, sent.Name) is null)
        {
            return UnknownShape(found);
        }

        var body = await RequestBody.ReadAsync(request, IntakeLimits.BodyBytes, cancellationToken);
        string? key = request.Headers.TryGetValue(IdempotencyHeader, out var values) ? values.ToString() : null;
        var outcome = await handler.HandleAsync(new CertifyCall(body, found, sent, caller, route, key, isUpdate), cancellationToken);
        if (CertifyAnswer.RefusedStatusOf(outcome) is { } status)
        {
            metrics.RequestRefused(status);
        }

        return CertifyAnswer.Of(outcome, key is not null, address.Value);
    }

    private static Problem UnknownType(TypeSet types)
    {
        var known = string.Join(", ", types.All.Select(type => type.Name).Distinct());
        return new Problem(StatusCodes.Status404NotFound, "UNKNOWN_TYPE", $"There is no certificate type of this name; known are {known}.");
    }

    private static Problem UnknownShape(ICertificateType type)
    {
        var known = string.Join(", ", type.Shapes.Select(shape => shape.Name));
        return new Problem(StatusCodes.Status400BadRequest, "UNKNOWN_SHAPE", $"Events of this type are sent in the shapes {known}: give one of them as shape, or none for the first.");
    }
}
