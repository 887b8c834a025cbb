using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out a certificate in the form that the Accept header asks for.</summary>
public sealed class FetchCertificate(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchCertificate))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}")] HttpRequest request,
        string certificateId,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        return AcceptedPart.Of(request) is { } part
            ? await endpoint.FetchAsync(request, certificateId, part, cancellationToken)
            : new Problem(
                StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", $"A certificate comes as {string.Join(", ", AcceptedPart.MediaTypes)}: ask for one of them in Accept.");
    }
}
