using Divoc.Functions.Domain;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Hands out the page of a person's latest test certificate, by DIVOC's path.</summary>
public sealed class FetchLatestTestPdf(CertificateEndpoint endpoint)
{
    /// <summary>Handles a call.</summary>
    [Function(nameof(FetchLatestTestPdf))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/test/certificatePDF/{preEnrollmentCode}")] HttpRequest request,
        string preEnrollmentCode,
        CancellationToken cancellationToken)
    {
        return endpoint.FetchLatestAsync(request, preEnrollmentCode, CertificateKind.Test, CertificatePart.Pdf, cancellationToken);
    }
}
