using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Triggers;

/// <summary>Answers requests for a part of a certificate, for all functions: signs it if it is made at the fetch.</summary>
public sealed class CertificateAnswers(
    CertificateFetcher fetcher, UnlistedCertificates unlisted, PartnerLimit limit, IOptions<PublicAddressOptions> address, IOptions<IntakeOptions> intake)
{
    /// <summary>Fetches a part of the certificate with an id and returns it.</summary>
    internal async Task<IResult> FetchAsync(HttpRequest request, string certificateId, AskedPart part, Caller caller, CancellationToken cancellationToken)
    {
        return await AnswerAsync(request, certificateId, await fetcher.FetchAsync(certificateId, part, caller, cancellationToken), caller, cancellationToken);
    }

    /// <summary>Answers with the outcome of a request for the certificate with an id.</summary>
    internal async Task<IResult> AnswerAsync(HttpRequest request, string certificateId, FetchOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        return outcome is FetchOutcome.NotFound
            ? await unlisted.AnswerAsync(certificateId, caller, cancellationToken)
            : await AnswerAsync(request, outcome, caller, cancellationToken);
    }

    /// <summary>
    /// Answers with the outcome of a request for a certificate. A HEAD signs nothing. A signature costs as much as that of an event, so it
    /// counts as an event.
    /// </summary>
    internal async Task<IResult> AnswerAsync(HttpRequest request, FetchOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        if (outcome is not FetchOutcome.Unsigned unsigned || HttpMethods.IsHead(request.Method))
        {
            return FetchAnswer.Of(request, outcome, address.Value);
        }

        return await limit.TakeAsync(caller, 1, cancellationToken) is { } wait
            ? FetchAnswer.TooManySignatures(intake.Value.EventsPerTenMinutes, wait)
            : FetchAnswer.Of(request, await fetcher.SignAsync(unsigned, cancellationToken), address.Value);
    }
}
