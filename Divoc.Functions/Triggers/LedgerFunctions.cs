using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Ledger;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Operators' functions for a ledger in which a partner has used the code of a person that is not its own.</summary>
public sealed class LedgerFunctions(LedgerOperations ledgers, OperatorDirectory operators)
{
    private static readonly Problem Unknown = new(
        StatusCodes.Status404NotFound,
        "NOT_FOUND",
        "This partner has no certificate under this preEnrollmentCode; nothing was changed. Check both for typing errors.");

    private static readonly Problem TooManyBars = new(
        StatusCodes.Status409Conflict,
        "TOO_MANY_BARS",
        $"{CertificateLedger.MaximumBars} partners are barred from this preEnrollmentCode, the largest possible number; nothing was "
        + "changed. Admit one of them first.");

    /// <summary>Revokes an owner's certificates for a preEnrollmentCode and blocks the owner.</summary>
    [Function("ReleaseOwner")]
    public Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "ledgers/{preEnrollmentCode}/release")]
        HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, preEnrollmentCode, ledgers.ReleaseAsync, cancellationToken);
    }

    /// <summary>Lifts the block of an owner.</summary>
    [Function("AdmitOwner")]
    public Task<IResult> AdmitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "ledgers/{preEnrollmentCode}/admit")]
        HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, preEnrollmentCode, ledgers.AdmitAsync, cancellationToken);
    }

    private async Task<IResult> HandleAsync(
        HttpRequest request, string preEnrollmentCode, Func<string, OwnerCall, Task<OwnerResult>> change,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return IdempotencyKey.Malformed;
        }

        var result = await change(name, new OwnerCall(preEnrollmentCode, body, request.Path.Value ?? "", key));
        return result.Outcome switch
        {
            null => UnreadableOrder.Of("Nothing was changed.", result.Faults),
            OwnerOutcome.Changed changed => Results.Json(changed.Report, AnswerJson.Readable.OwnerReport),
            OwnerOutcome.NotFound => Unknown,
            _ => TooManyBars,
        };
    }
}
