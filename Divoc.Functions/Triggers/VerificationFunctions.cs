using Divoc.Functions.Formats;
using Divoc.Functions.Verification;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Verifies what a scanner or a person has of a certificate. Nothing of it is kept.</summary>
public sealed class VerificationFunctions(CertificateVerifier verifier, CredentialFormats formats, VerdictSentences sentences)
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
            return Answer(verdict, request);
        }
        catch (PayloadException refused)
        {
            return new Problem(StatusCodes.Status400BadRequest, refused.Code, refused.Message);
        }
    }

    /// <summary>A verdict in the caller's language, as far as there are sentences in it.</summary>
    private IResult Answer(Verdict verdict, HttpRequest request)
    {
        var language = AnswerLanguage.Of(request.Headers.AcceptLanguage, sentences.Languages);
        var headers = request.HttpContext.Response.Headers;
        headers.ContentLanguage = language;
        headers.Vary = HeaderNames.AcceptLanguage;
        return Results.Json(VerdictBody.Of(verdict, sentences, language), AnswerJson.Readable.VerdictBody);
    }
}
