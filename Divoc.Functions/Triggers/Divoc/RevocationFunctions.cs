using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>Revokes doses of a person, and shows what was revoked, with DIVOC's paths and rules (specification 04).</summary>
public sealed class RevocationFunctions(CodeRevoker revoker, RevocationCheck check, Callers callers, TimeProvider time)
{
    // DIVOC's call has no body, so there is no reason from the caller.
    private const string Reason = "REVOKED_BY_CODE";

    // The list of doses has a gap, or leaves out a later dose that is still valid.
    private const string DoseSequence = "DOSE_SEQUENCE";

    private static readonly Problem NoDoses = new(
        StatusCodes.Status400BadRequest,
        "DOSES",
        $"doses or allDoses is missing or wrong: send doses=1,2 (whole numbers from 1 to {VaccinationFields.MostDoses} with commas "
        + "between), or allDoses=true.");

    private static readonly Problem NotACredential = new(
        StatusCodes.Status400BadRequest, "NOT_A_CREDENTIAL",
        "The body must be a credential as JSON, of at most 1 MiB, whose first evidence has an id.");

    /// <summary>Revokes doses of a person.</summary>
    [Function("RevokeDoses")]
    public async Task<IResult> RevokeDosesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "divoc/api/v1/certificates/{preEnrollmentCode}")] HttpRequest request,
        string preEnrollmentCode)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return IdempotencyKey.Malformed;
        }

        var order = new ChangeOrder(Reason, null, caller)
        {
            Id = ChangeOrder.IdOf(caller, $"{request.Path}{request.QueryString}", key, []),
        };
        return DoseSelection.Read(request.Query["doses"], request.Query["allDoses"]) is { } doses
            ? AnswerTo(await revoker.RevokeAsync(preEnrollmentCode, doses.Select, order, CancellationToken.None))
            : NoDoses;
    }

    /// <summary>
    /// Checks whether a credential was revoked: 200 if it is revoked, superseded or now suspended; 404 if not, or if it is not from this
    /// service; 400 if it is not a credential. If the registry can't be read, the answer is 503, which DIVOC does not distinguish from an
    /// invalid credential.
    /// </summary>
    [Function("CheckRevocation")]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = PublicRoutes.CheckRevocation)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var body = await RequestBody.ReadAsync(request, PresentedId.LargestInBytes, cancellationToken);
        if (!PresentedId.TryRead(body, out var certificateId))
        {
            return NotACredential;
        }

        return await check.CheckAsync(certificateId, cancellationToken) switch
        {
            RevocationCheckOutcome.Revoked revoked =>
                Results.Json(CertificateStateBody.ForVerifiers(revoked.Now), DivocAnswerJson.Readable.CertificateStateBody),
            _ => new Problem(
                StatusCodes.Status404NotFound,
                "NOT_REVOKED",
                "No certificate with this id is revoked, replaced or suspended here."),
        };
    }

    private IResult AnswerTo(RevocationByCodeOutcome outcome) => outcome switch
    {
        RevocationByCodeOutcome.Revoked revoked => Results.Json(
            new RevokedDosesBody(
                [.. revoked.Versions.Select(version => CertificateStateBody.Of(CertificateNow.Of(version, time.GetUtcNow())))]),
            DivocAnswerJson.Readable.RevokedDosesBody),
        RevocationByCodeOutcome.NotFound => new Problem(
            StatusCodes.Status404NotFound,
            "NOT_FOUND",
            "There is no certificate for these doses and this preEnrollmentCode, or all of them are already revoked."),
        _ => new Problem(
            StatusCodes.Status400BadRequest,
            DoseSequence,
            "The doses must have no gap and must include the highest dose on record: a dose can't be revoked if a later dose is kept."),
    };
}

/// <summary>The answer to a revocation by code: all certificates that it revoked.</summary>
internal sealed record RevokedDosesBody(IReadOnlyList<CertificateStateBody> Certificates);
