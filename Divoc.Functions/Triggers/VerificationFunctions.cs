using Divoc.Functions.Formats;
using Divoc.Functions.Verification;
using Divoc.Functions.Verification.Files;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Verifies what a scanner or a person has of a certificate. Nothing of it is stored.</summary>
public sealed class VerificationFunctions(
    CertificateVerifier verifier, PresentedFiles files, CredentialFormats formats, VerdictSentences sentences)
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly Problem TooLarge = new(
        StatusCodes.Status413PayloadTooLarge,
        PayloadException.TooLarge,
        $"The body is too large: at most {VerificationLimits.PayloadBytes / Mebibyte} MiB can be verified, or "
        + $"{VerificationLimits.FileBytes / Mebibyte} MiB in a PDF, a picture or a web form.");

    /// <summary>Verifies a payload: the body, or a part of it if it is a web form.</summary>
    [Function("VerifyCertificate")]
    public async Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = PublicRoutes.Verify)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var isForm = VerificationForm.IsForm(request.ContentType);
        var bound = new BodyBound(VerificationLimits.FileBytes) { ByHead = isForm ? null : BoundOf };
        var body = await RequestBody.ReadAsync(request, bound, cancellationToken);
        if (body.Length > (isForm ? VerificationLimits.FileBytes : BoundOf(body.Span)))
        {
            return TooLarge;
        }

        request.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            var presented = await VerificationForm.PresentedInAsync(body, request.ContentType, formats, cancellationToken);
            var payload = await files.PayloadOfAsync(presented, cancellationToken);
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

    private static int BoundOf(ReadOnlySpan<byte> head)
    {
        return FileKinds.Of(head) == FileKind.Other ? VerificationLimits.PayloadBytes : VerificationLimits.FileBytes;
    }
}
