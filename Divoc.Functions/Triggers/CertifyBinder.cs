using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Triggers;

/// <summary>Binds a certify or update call of any route, handles it and makes the answer.</summary>
public sealed class CertifyBinder(
    CertifyHandler handler, CertificateTypes types, CredentialFormats formats, Callers callers, IOptions<PublicAddressOptions> address,
    CertificateMetrics metrics)
{
    /// <summary>Handles a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="type">The name of the type.</param>
    /// <param name="shape">The name of the shape; null for the type's first.</param>
    /// <param name="route">The route, which is part of Idempotency-Keys.</param>
    /// <param name="isUpdate">Whether the events replace certificates.</param>
    /// <param name="cancellationToken">Cancels the work before anything is promised.</param>
    public async Task<IResult> HandleAsync(
        HttpRequest request, string type, string? shape, string route, bool isUpdate, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        // The whole call uses the types as they are now.
        var set = types.Current;
        if (set.Find(type) is not { } found)
        {
            return UnknownType(set);
        }

        var key = IdempotencyKey.Of(request);
        var sent = IssuedShapes(found).FirstOrDefault(known => known.Name == (shape ?? found.Shapes[0].Name));
        // With an Idempotency-Key the call may repeat one that was accepted while the type had the shape. The handler looks for that.
        if (sent is null && key is null)
        {
            return UnknownShape(found);
        }

        var body = await RequestBody.ReadAsync(request, IntakeLimits.BodyBytes, cancellationToken);
        var outcome = await handler.HandleAsync(new CertifyCall(body, found, sent, caller, route, key, isUpdate), cancellationToken);
        if (outcome is CertifyOutcome.Accepted accepted)
        {
            // The log uses the same name for the call as the answer.
            request.HttpContext.TraceIdentifier = accepted.Request.RequestId;
        }

        if (outcome is CertifyOutcome.UnknownShape)
        {
            return UnknownShape(found);
        }

        if (CertifyAnswer.RefusedStatusOf(outcome) is { } status)
        {
            metrics.RequestRefused(status);
        }

        return CertifyAnswer.Of(outcome, key is not null, address.Value);
    }

    /// <summary>The shapes of a type that a format can write.</summary>
    private IEnumerable<RequestShape> IssuedShapes(ICertificateType type) =>
        type.Shapes.Where(shape => formats.Issuing(type.Name, type.Version, shape.Name) is not null);

    private Problem UnknownType(TypeSet types)
    {
        // The set also has the types of other tenants.
        var names = types.All.Select(type => type.Name).Distinct();
        var known = string.Join(", ", names.Where(name => types.Find(name) is { } type && IssuedShapes(type).Any()));
        return new Problem(
            StatusCodes.Status404NotFound,
            "UNKNOWN_TYPE",
            $"There is no certificate type with this name. These types exist: {known}.");
    }

    private Problem UnknownShape(ICertificateType type)
    {
        var known = string.Join(", ", IssuedShapes(type).Select(shape => shape.Name));
        var detail = known.Length == 0
            ? "Events of this type can't be certified, because no format of this service can write them."
            : $"The type has no such shape. Send one of these as shape: {known}.";
        return new Problem(StatusCodes.Status400BadRequest, "UNKNOWN_SHAPE", detail);
    }
}
