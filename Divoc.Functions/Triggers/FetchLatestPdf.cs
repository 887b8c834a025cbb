using Divoc.Functions.Domain;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the page of a person's latest vaccination certificate, by DIVOC's path.</summary>
public sealed class FetchLatestPdf(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchLatestPdf))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/certificatePDF/{preEnrollmentCode}")] HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchLatestAsync(request, preEnrollmentCode, CertificateKind.Vaccination, CertificatePart.Pdf, cancellationToken);
    }
}
