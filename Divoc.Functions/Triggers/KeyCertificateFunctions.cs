using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Operations;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Operators' functions for certificates of signing keys. The key signs where it is.</summary>
public sealed class KeyCertificateFunctions(KeyCertification certification, OperatorDirectory operators)
{
    private const string NothingMade = "Nothing was made.";

    private static readonly Problem UnknownKey = new(
        StatusCodes.Status404NotFound,
        "NOT_FOUND",
        "There is no key with this id: GET /operations/keys lists the keys.");

    /// <summary>Makes a request for a certificate.</summary>
    [Function("RequestCertificate")]
    public async Task<IResult> RequestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "keys/{kid}/csr")] HttpRequest request,
        string kid,
        CancellationToken cancellationToken)
    {
        return await AnswerAsync(request, isSelfSigned: false, MakeAsync, cancellationToken);

        async Task<IResult?> MakeAsync(string name, CertificateOrder order)
        {
            return await certification.RequestAsync(name, kid, order, cancellationToken) is { } made
                ? Results.Json(new CertificateRequestBody(kid, made), AnswerJson.Readable.CertificateRequestBody)
                : null;
        }
    }

    /// <summary>Makes a self-signed certificate.</summary>
    [Function("CertifyKey")]
    public async Task<IResult> CertifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "keys/{kid}/certificate")] HttpRequest request,
        string kid,
        CancellationToken cancellationToken)
    {
        return await AnswerAsync(request, isSelfSigned: true, MakeAsync, cancellationToken);

        async Task<IResult?> MakeAsync(string name, CertificateOrder order)
        {
            return await certification.SelfSignAsync(name, kid, order, cancellationToken) is { } made
                ? Results.Json(new SelfSignedBody(kid, made.Pem, made.CertificateKid, made.Until), AnswerJson.Readable.SelfSignedBody)
                : null;
        }
    }

    /// <summary>Answers an order.</summary>
    /// <param name="request">The order.</param>
    /// <param name="isSelfSigned">Whether a certificate is requested.</param>
    /// <param name="make">Carries out the order of the named operator; null if there is no such key.</param>
    /// <param name="cancellationToken">Cancels reading the body.</param>
    private async Task<IResult> AnswerAsync(
        HttpRequest request, bool isSelfSigned, Func<string, CertificateOrder, Task<IResult?>> make, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        var body = await RequestBody.ReadAsync(request, ChangeOrderReader.BodyBytes, cancellationToken);
        return CertificateOrder.Read(body, isSelfSigned, certification.Types, out var faults) is { } order
            ? await make(name, order) ?? UnknownKey
            : UnreadableOrder.Of(NothingMade, faults);
    }
}

/// <summary>A request for the certificate of a key.</summary>
/// <param name="Kid">The key's id.</param>
/// <param name="Request">PKCS #10 as PEM.</param>
internal sealed record CertificateRequestBody(string Kid, string Request);

/// <summary>A self-signed certificate of a key.</summary>
/// <param name="Kid">The key's id.</param>
/// <param name="Certificate">X.509 as PEM.</param>
/// <param name="CertificateKid">The name of the key in formats that name keys by their certificates.</param>
/// <param name="Until">The end of its validity (UTC).</param>
internal sealed record SelfSignedBody(string Kid, string Certificate, string CertificateKid, DateTimeOffset Until);
