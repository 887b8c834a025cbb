using System.Globalization;
using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Revokes doses of a person, by DIVOC's path and rules.</summary>
public sealed class RevokeDoses(CodeRevoker revoker, Callers callers, TimeProvider time)
{
    // DIVOC's call has no body, so no reason of the caller's.
    private const string Reason = "REVOKED_BY_CODE";

    private static readonly Problem NoDoses = new(
        StatusCodes.Status400BadRequest, "DOSES", $"Say which doses: doses=1,2 (whole numbers from 1 to {IntakeLimits.Doses}), or allDoses=true.");

    /// <summary>Handles a call.</summary>
    [Function(nameof(RevokeDoses))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "divoc/api/v1/certificates/{preEnrollmentCode}")] HttpRequest request,
        string preEnrollmentCode)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = callers.Of(request);
        if (!TryReadDoses(request, out var doses))
        {
            return NoDoses;
        }

        var order = new ChangeOrder(Reason, null, caller);
        return await revoker.RevokeAsync(preEnrollmentCode, doses, order, CancellationToken.None) switch
        {
            RevocationByCodeOutcome.Revoked revoked => Results.Json(
                new RevokedDosesBody([.. revoked.Versions.Select(version => CertificateStateBody.Of(version, time.GetUtcNow()))]),
                AnswerJson.Readable.RevokedDosesBody),
            RevocationByCodeOutcome.NotFound => new Problem(
                StatusCodes.Status404NotFound, "NOT_FOUND", "There is no certificate of these doses for this preEnrollmentCode, or all are revoked already."),
            _ => new Problem(
                StatusCodes.Status400BadRequest, FaultCodes.DoseSequence, "The doses must follow one another and hold the highest on record: a dose can't be revoked while a later one stands."),
        };
    }

    /// <summary>Null stands for all doses, which wins over a list of some, as in DIVOC.</summary>
    private static bool TryReadDoses(HttpRequest request, out HashSet<int>? doses)
    {
        doses = null;
        if (string.Equals(request.Query["allDoses"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var parts = string.Join(',', request.Query["doses"].AsEnumerable()).Split(',', StringSplitOptions.TrimEntries);
        doses = [];
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var dose) || dose is < 1 or > IntakeLimits.Doses)
            {
                return false;
            }

            doses.Add(dose);
        }

        return true;
    }
}
