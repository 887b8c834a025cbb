using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>Returns WHO documents with DIVOC's path (specification 06, section 5).</summary>
public sealed class FhirFunctions(CertificateFetcher fetcher, CertificateAnswers answers, Callers callers)
{
    /// <summary>
    /// Returns the WHO document of a person's latest vaccination certificate. It is signed for this call, which counts as an event; a HEAD
    /// signs nothing.
    /// </summary>
    [Function("FetchLatestFhir")]
    public async Task<IResult> FetchLatestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificate/api/fhir-certificate")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        var asked = new AskedPart(CertificatePart.Credential, Format: DdccFormat.FormatName);
        var outcome = await fetcher.FetchLatestAsync(
            LatestQuery.CodeOf(request), VaccinationType.TypeName, asked, caller, cancellationToken);
        return await answers.AnswerAsync(request, outcome, caller, cancellationToken);
    }
}
