using System.Globalization;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Triggers;

/// <summary>Makes the answer to a certify or update call.</summary>
internal static class CertifyAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="outcome">The outcome of the call.</param>
    /// <param name="hasKey">Whether the call had an Idempotency-Key.</param>
    /// <param name="address">The address of the service.</param>
    public static IResult Of(CertifyOutcome outcome, bool hasKey, PublicAddressOptions address) => outcome switch
    {
        CertifyOutcome.Accepted accepted => Results.Json(Accepted(accepted.Request, address), AnswerJson.Readable.AcceptedBody),
        CertifyOutcome.Refused refused => Refused(refused.Refusal, refused.Faults),
        CertifyOutcome.LedgersFull full => LedgersFull(full.Elements),
        CertifyOutcome.TooManyEvents refused => TooManyEvents(refused),
        CertifyOutcome.OwnerBarred barred => OwnerBarred(barred.Elements),
        CertifyOutcome.NotUpdatable refused => NotUpdatable(refused.Faults),
        CertifyOutcome.KeyReused => new Problem(
            StatusCodes.Status422UnprocessableEntity,
            "IDEMPOTENCY_KEY_REUSED",
            "This Idempotency-Key was used before with another body: use a new key for a new request."),
        CertifyOutcome.KeyMalformed => IdempotencyKey.Malformed,
        CertifyOutcome.Incomplete incomplete => Incomplete(incomplete.RequestId, hasKey),
        _ => throw new InvalidOperationException("There is no answer for this outcome."),
    };

    private static AcceptedBody Accepted(CertifyRequest request, PublicAddressOptions address) => new(
        request.RequestId,
        address.UrlOf($"/divoc/api/v1/certify/requests/{request.RequestId}"),
        request.Warnings,
        [.. request.Certificates.Select((requested, index) => Accepted(index, requested, address))]);

    private static AcceptedCertificate Accepted(int index, RequestedCertificate requested, PublicAddressOptions address) => new(
        index,
        requested.PreEnrollmentCode,
        requested.CertificateId,
        RequestOutcomes.StateAtAcceptance(requested),
        requested.DuplicateOf is null ? address.UrlOf($"/certificates/{requested.CertificateId}") : null,
        requested.Replaces);

    private static Problem Refused(DivocRefusal refusal, IReadOnlyList<Fault> faults)
    {
        var status = StatusOf(refusal.Kind);
        var count = faults.Count == 1 ? "one error" : $"{faults.Count} errors";
        return new Problem(
            status,
            new ProblemCode(refusal.Number, refusal.Word),
            $"The request has {count}; nothing was accepted. Correct what errors lists and send the request again.")
        {
            ErrorCode = DivocRefusal.FirstOf(faults).Code,
            Message = refusal.Message,
            Errors = faults,
        };
    }

    /// <summary>The HTTP status of a refused call; null for any other.</summary>
    internal static int? RefusedStatusOf(CertifyOutcome outcome) => outcome switch
    {
        CertifyOutcome.Refused refused => StatusOf(refused.Refusal.Kind),
        CertifyOutcome.TooManyEvents => StatusCodes.Status429TooManyRequests,
        CertifyOutcome.NotUpdatable => StatusCodes.Status412PreconditionFailed,
        _ => null,
    };

    /// <summary>The HTTP status of a refused request.</summary>
    internal static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Schema => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };

    private static Problem LedgersFull(IReadOnlyList<int> elements) => new(
        StatusCodes.Status409Conflict,
        "ENROLLMENT_FULL",
        "A person in the request has the largest possible number of certificates; nothing was accepted. Leave out the elements that "
        + "errors lists and send the request again.")
    {
        Errors = [.. elements.Select(index => new ValidationMessage(
            $"/{index}/preEnrollmentCode", "ENROLLMENT_FULL",
            $"A partner can have at most {CertificateLedger.MaximumVersions} certificates under one preEnrollmentCode."))],
    };

    private static Problem TooManyEvents(CertifyOutcome.TooManyEvents refused) => new(
        StatusCodes.Status429TooManyRequests,
        "TOO_MANY_EVENTS",
        string.Create(
            CultureInfo.InvariantCulture,
            $"A partner can send at most {refused.PerTenMinutes} events within ten minutes; nothing in this request was accepted. Send "
            + $"it again after the time in Retry-After."))
    {
        RetryAfter = refused.RetryAfter,
    };

    private static Problem OwnerBarred(IReadOnlyList<int> elements) => new(
        StatusCodes.Status409Conflict,
        FaultCodes.OwnerBarred,
        "An operator has barred you from a preEnrollmentCode in the request; nothing was accepted. Leave out the elements that errors "
        + "lists, or ask the operator.")
    {
        Errors = [.. elements.Select(index => new ValidationMessage(
            $"/{index}/preEnrollmentCode",
            FaultCodes.OwnerBarred,
            "You are barred from certifying under this preEnrollmentCode until an operator of the service admits you again."))],
    };

    private static Problem NotUpdatable(IReadOnlyList<Fault> faults)
    {
        var count = faults.Count == 1 ? "One certificate" : $"{faults.Count} certificates";
        return new Problem(
            StatusCodes.Status412PreconditionFailed,
            faults[0].Code,
            $"{count} in the request can't be updated; nothing was accepted. Correct what errors lists and send the request again.")
        {
            Message = faults[0].Detail,
            Errors = faults,
        };
    }

    private static Problem Incomplete(string requestId, bool hasKey)
    {
        var next = hasKey
            ? "Send the same request again with the same Idempotency-Key: it continues where it stopped, with the same certificate ids."
            : "Send the request again: no event is certified twice. Next time send an Idempotency-Key, so that the ids stay the same.";
        return new Problem(
            StatusCodes.Status503ServiceUnavailable,
            "ACCEPT_INCOMPLETE",
            $"Request {requestId} was stored, but not all of its events could be queued. {next}")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };
    }
}

/// <summary>The answer to an accepted certify request.</summary>
internal sealed record AcceptedBody(
    string RequestId,
    string StatusUrl,
    IReadOnlyList<ValidationMessage> Warnings,
    IReadOnlyList<AcceptedCertificate> Certificates);

/// <summary>One element of an accepted request: its certificate's id and where it will be.</summary>
/// <param name="Index">Place in the array.</param>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="CertificateId">
/// The id that was reserved for it, or that of the certificate that it duplicates or leaves unchanged, if the caller reaches that one.
/// </param>
/// <param name="Status">Queued, a duplicate, or an update that changes nothing.</param>
/// <param name="Url">Where the certificate is, or will be; null for a duplicate of one that the caller does not reach.</param>
/// <param name="Replaces">The certificate that it should replace; null unless the request is an update.</param>
internal sealed record AcceptedCertificate(
    int Index, string PreEnrollmentCode, string CertificateId, RequestedState Status, string? Url, string? Replaces);
