using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>What operators need to have signing keys certified. The key signs where it is.</summary>
public sealed class KeyCertificateFunctions(KeyCertification certification, OperatorDirectory operators)
{
    private const string NothingMade = "Nothing was made.";

    private static readonly Problem UnknownKey = new(StatusCodes.Status404NotFound, "NOT_FOUND", "There is no such key: GET /operations/keys lists those that there are.");

    /// <summary>Makes a request for a certificate.</summary>
    [Function("RequestCertificate")]
    public async Task<IResult> RequestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "keys/{kid}/csr")] HttpRequest request,
        string kid,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        if (CertificateOrder.Read(body, isSelfSigned: false, certification.Types, out var faults) is not { } order)
        {
            return UnfitOrder.Of(NothingMade, faults);
        }

        return await certification.RequestAsync(name, kid, order, cancellationToken) is { } made
            ? Results.Json(new CertificateRequestBody(kid, made), AnswerJson.Readable.CertificateRequestBody)
            : UnknownKey;
    }

    /// <summary>Makes a self-signed certificate.</summary>
    [Function("CertifyKey")]
    public async Task<IResult> CertifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "keys/{kid}/certificate")] HttpRequest request,
        string kid,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        if (CertificateOrder.Read(body, isSelfSigned: true, certification.Types, out var faults) is not { } order)
        {
            return UnfitOrder.Of(NothingMade, faults);
        }

        return await certification.SelfSignAsync(name, kid, order, cancellationToken) is { } made
            ? Results.Json(new SelfSignedBody(kid, made.Pem, made.CertificateKid, made.Until), AnswerJson.Readable.SelfSignedBody)
            : UnknownKey;
    }
}

/// <summary>A request for the certificate of a key.</summary>
/// <param name="Kid">The key's id.</param>
/// <param name="Request">PKCS #10 as PEM.</param>
internal sealed record CertificateRequestBody(string Kid, string Request);

/// <summary>A self-signed certificate of a key.</summary>
/// <param name="Kid">The key's id.</param>
/// <param name="Certificate">X.509 as PEM.</param>
/// <param name="CertificateKid">How formats name the key that name it by its certificate.</param>
/// <param name="Until">When it ends (UTC).</param>
internal sealed record SelfSignedBody(string Kid, string Certificate, string CertificateKid, DateTimeOffset Until);
