using Divoc.Functions.Access;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Telemetry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Triggers;

/// <summary>What the certify and update functions share: reading the call and shaping the answer.</summary>
public sealed class CertifyEndpoint(CertifyHandler handler, Callers callers, IOptions<PublicAddressOptions> address, CertificateMetrics metrics)
{
    private const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Handles a call of a certify endpoint.</summary>
    public Task<IResult> HandleAsync(HttpRequest request, CertificateShape shape, string route, CancellationToken cancellationToken)
    {
        return HandleAsync(request, shape, route, false, cancellationToken);
    }

    /// <summary>Handles a call of an update endpoint.</summary>
    public Task<IResult> UpdateAsync(HttpRequest request, CertificateShape shape, string route, CancellationToken cancellationToken)
    {
        return HandleAsync(request, shape, route, true, cancellationToken);
    }

    private async Task<IResult> HandleAsync(HttpRequest request, CertificateShape shape, string route, bool isUpdate, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        var body = await RequestBody.ReadAsync(request, IntakeLimits.BodyBytes, cancellationToken);
        string? key = request.Headers.TryGetValue(IdempotencyHeader, out var values) ? values.ToString() : null;
        var outcome = await handler.HandleAsync(new CertifyCall(body, shape, caller, route, key, isUpdate), cancellationToken);
        return outcome switch
        {
            CertifyOutcome.Accepted accepted => Accepted(accepted.Request),
            CertifyOutcome.Refused refused => Refused(refused.Refusal, refused.Faults),
            CertifyOutcome.LedgersFull full => LedgersFull(full.Elements),
            CertifyOutcome.NotUpdatable refused => NotUpdatable(refused.Faults),
            CertifyOutcome.KeyReused => new Problem(
                StatusCodes.Status422UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key came before with another body: use a new key for a new request."),
            CertifyOutcome.KeyMalformed => new Problem(
                StatusCodes.Status400BadRequest, "IDEMPOTENCY_KEY_MALFORMED", "The Idempotency-Key must have 1 to 128 visible ASCII characters."),
            CertifyOutcome.Incomplete incomplete => Incomplete(incomplete.RequestId, key is not null),
            _ => throw new InvalidOperationException("There is no answer for this outcome."),
        };
    }

    private IResult Accepted(CertifyRequestRecord request)
    {
        var body = new AcceptedBody(
            request.RequestId,
            address.Value.UrlOf($"/divoc/api/v1/certify/requests/{request.RequestId}"),
            request.Warnings,
            [.. request.Certificates.Index().Select(element => Accepted(element.Index, element.Item))]);
        return Results.Json(body, AnswerJson.Readable.AcceptedBody);
    }

    private AcceptedCertificate Accepted(int index, RequestedCertificate requested) => new(
        index,
        requested.PreEnrollmentCode,
        requested.CertificateId,
        requested.IsDuplicate ? "duplicate" : "queued",
        address.Value.UrlOf($"/certificates/{requested.CertificateId}"),
        requested.Replaces);

    private Problem Refused(DivocRefusal refusal, IReadOnlyList<Fault> faults)
    {
        var status = StatusOf(refusal.Kind);
        metrics.RequestRefused(status);
        var count = faults.Count == 1 ? "one fault" : $"{faults.Count} faults";
        return new Problem(status, new ProblemCode(refusal.Number, refusal.Word), $"The request has {count}; nothing was accepted. See errors, mend them and send it again.")
        {
            Message = refusal.Message,
            Errors = faults,
        };
    }

    /// <summary>The HTTP status of a refused request.</summary>
    internal static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Schema => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };

    private static Problem LedgersFull(IReadOnlyList<int> elements) => new(
        StatusCodes.Status409Conflict, "ENROLLMENT_FULL", "A person of the request can have no more certificates under this preEnrollmentCode; nothing was accepted.")
    {
        Errors = [.. elements.Select(index => new ValidationMessage(
            $"/{index}/preEnrollmentCode", "ENROLLMENT_FULL", $"At most {CertificateLedger.MaximumVersions} certificates can be issued under one preEnrollmentCode."))],
    };

    private Problem NotUpdatable(IReadOnlyList<Fault> faults)
    {
        metrics.RequestRefused(StatusCodes.Status412PreconditionFailed);
        var count = faults.Count == 1 ? "One certificate" : $"{faults.Count} certificates";
        return new Problem(StatusCodes.Status412PreconditionFailed, faults[0].Code, $"{count} of the request can't be updated, so nothing was: see errors.")
        {
            Message = faults[0].Detail,
            Errors = faults,
        };
    }

    private static Problem Incomplete(string requestId, bool hasKey)
    {
        var next = hasKey
            ? "Send the same request again with the same Idempotency-Key: it goes on where it stopped, with the same certificate ids."
            : "Send the request again; with an Idempotency-Key it would go on where it stopped.";
        return new Problem(StatusCodes.Status503ServiceUnavailable, "ACCEPT_INCOMPLETE", $"Request {requestId} was stored, but not all of its events could be queued. {next}")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };
    }
}
