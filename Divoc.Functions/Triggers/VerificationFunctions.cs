using Divoc.Functions.Formats;
using Divoc.Functions.Verification;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Verifies what a scanner or a person has of a certificate. Nothing of it is kept.</summary>
public sealed class VerificationFunctions(CertificateVerifier verifier, CredentialFormats formats)
{
    private static readonly Problem TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, PayloadException.TooLarge, $"More than {VerificationLimits.PayloadBytes} bytes can't be verified.");

    /// <summary>Verifies a payload: the body, or a part of it where it is a web form.</summary>
    [Function("VerifyCertificate")]
    public async Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "divoc/api/v1/verify")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, VerificationLimits.PayloadBytes, cancellationToken);
        if (body.Length > VerificationLimits.PayloadBytes)
        {
            return TooLarge;
        }

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            var payload = await VerificationForm.PayloadOfAsync(body, request.ContentType, formats, cancellationToken);
            var verdict = await verifier.VerifyAsync(payload, cancellationToken);
            return Results.Json(verdict, AnswerJson.Readable.Verdict);
        }
        catch (PayloadException refused)
        {
            return new Problem(StatusCodes.Status400BadRequest, refused.Code, refused.Message);
        }
    }
}
