using System.Globalization;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Makes the answer to a request for a certificate: a part with the ETag and date for conditional requests (RFC 9110, section 13), DIVOC's
/// record, or a problem.
/// </summary>
internal static class FetchAnswer
{
    /// <summary>The answer to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="address">The address of the service.</param>
    /// <param name="instead">What to return instead of the part; null for the part itself.</param>
    public static IResult Of(HttpRequest request, FetchOutcome outcome, PublicAddressOptions address, IResult? instead = null)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        if (outcome.ReplacedBy is { } next)
        {
            // RFC 5829, section 3.3.
            headers.Link = $"<{address.UrlOf($"/certificates/{next}")}>; rel=\"successor-version\"";
        }

        if (instead is null && FileNameOf(outcome) is { } name)
        {
            // RFC 6266: shown if possible, and saved under this name.
            headers.ContentDisposition = $"inline; filename=\"{name}\"";
        }

        return outcome switch
        {
            FetchOutcome.ToBeSigned wanted => new UnmadePart(wanted.MediaType),
            FetchOutcome.Part part => instead
                ?? Results.Bytes(
                    part.Bytes, part.MediaType, lastModified: part.LastModified, entityTag: new EntityTagHeaderValue($"\"{part.Hash}\"")),
            _ => ProblemOf(outcome),
        };
    }

    /// <summary>The answer if no more signatures are allowed for now: the same as for too many events.</summary>
    /// <param name="perTenMinutes">The maximum of a partner's events within ten minutes.</param>
    /// <param name="wait">The time to wait.</param>
    public static Problem TooManySignatures(int perTenMinutes, TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests,
        "TOO_MANY_EVENTS",
        string.Create(
            CultureInfo.InvariantCulture,
            $"This format is signed at each fetch, which counts as an event, and a partner can have at most {perTenMinutes} events "
            + $"within ten minutes. Fetch it again after the time in Retry-After."))
    {
        RetryAfter = wait,
    };

    /// <summary>
    /// The file name under which a person saves a page or an image; it reveals only the certificate id. Null for parts that programs fetch.
    /// </summary>
    private static string? FileNameOf(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.ToBeSigned wanted => FileNameOf(wanted.Version, wanted.MediaType),
        FetchOutcome.Part { Version: { } version } part => FileNameOf(version, part.MediaType),
        _ => null,
    };

    private static string? FileNameOf(ListedCertificate version, string mediaType) => mediaType switch
    {
        CertificateArtifacts.PdfContentType => $"certificate-{version.CertificateId}.pdf",
        CertificateArtifacts.QrContentType => $"certificate-{version.CertificateId}.png",
        CertificateFetcher.SvgMediaType => $"certificate-{version.CertificateId}.svg",
        _ => null,
    };

    private static Problem ProblemOf(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.NoneIsLive => new Problem(
            StatusCodes.Status404NotFound,
            "NOT_FOUND",
            "There is no live certificate of this kind for this preEnrollmentCode, or it is not issued yet: ask the statusUrl of the "
            + "certify call."),
        FetchOutcome.Erased => new Problem(StatusCodes.Status410Gone, "ERASED", "This certificate was erased. Its history says when."),
        FetchOutcome.Revoked => new Problem(
            StatusCodes.Status410Gone,
            "REVOKED",
            "This certificate was revoked and can't be fetched any more. Its history says when and why."),
        FetchOutcome.Suspended => new Problem(
            StatusCodes.Status410Gone,
            "SUSPENDED",
            "This certificate is suspended, and nothing new is signed for it. GET /certificates/{certificateId} without "
            + $"{PartRequest.FormatParameter} still gives the certificate as it was issued."),
        FetchOutcome.Superseded => new Problem(
            StatusCodes.Status410Gone,
            "SUPERSEDED",
            "Another certificate has replaced this one: fetch the one that Link names. GET /certificates/{certificateId} without "
            + $"{PartRequest.FormatParameter} still gives this certificate as it was issued."),
        FetchOutcome.OtherName other => new Problem(StatusCodes.Status409Conflict, "NAME_DIFFERS", other.Description),
        FetchOutcome.NotWritable failed => new Problem(
            StatusCodes.Status422UnprocessableEntity,
            failed.Reason,
            $"This certificate can't be written in this format: {failed.Description}"),
        FetchOutcome.NotSetUp missing => new Problem(StatusCodes.Status501NotImplemented, "FORMAT_NOT_SET_UP", missing.Description),
        FetchOutcome.NoSuchPart => new Problem(
            StatusCodes.Status404NotFound,
            "NO_SUCH_PART",
            "This certificate does not have this part in this format: fetch the credential instead."),
        FetchOutcome.NoSuchFormat unknown => new Problem(
            StatusCodes.Status404NotFound,
            "NO_SUCH_FORMAT",
            $"This certificate is not available in this format. These formats exist for it: {string.Join(", ", unknown.Known)}."),
        FetchOutcome.WrongSize => new Problem(
            StatusCodes.Status400BadRequest, "SIZE",
            $"{PartRequest.SizeParameter} must be a whole number from {AskedPart.SmallestSize} to {AskedPart.LargestSize}."),
        _ => throw new InvalidOperationException("There is no answer for this outcome."),
    };

    /// <summary>
    /// The answer to a HEAD for a part that only a GET makes: without length and ETag, which are known only when it is made (RFC 9110,
    /// section 9.3.2).
    /// </summary>
    private sealed class UnmadePart(string mediaType) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = mediaType;
            return Task.CompletedTask;
        }
    }
}
