using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Triggers;

/// <summary>Answers whoever asks for a part of a certificate, whichever function was called: has it signed where it is made at the fetch.</summary>
public sealed class CertificateAnswers(
    CertificateFetcher fetcher, UnlistedCertificates unlisted, PartnerLimit limit, IOptions<PublicAddressOptions> address, IOptions<IntakeOptions> intake)
{
    /// <summary>Fetches a part of the certificate of an id and answers with it.</summary>
    internal async Task<IResult> FetchAsync(HttpRequest request, string certificateId, AskedPart part, Caller caller, CancellationToken cancellationToken)
    {
        return await AnswerAsync(request, certificateId, await fetcher.FetchAsync(certificateId, part, caller, cancellationToken), caller, cancellationToken);
    }

    /// <summary>Answers with what came of asking for the certificate of an id.</summary>
    internal async Task<IResult> AnswerAsync(HttpRequest request, string certificateId, FetchOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        return outcome is FetchOutcome.NotFound
            ? await unlisted.AnswerAsync(certificateId, caller, cancellationToken)
            : await AnswerAsync(request, outcome, caller, cancellationToken);
    }

    /// <summary>Answers with what came of asking for a certificate. A HEAD signs nothing. A signature costs as much as an event's, so it counts as one.</summary>
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
