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
        var outcome = await fetcher.FetchAsync(certificateId, part, caller, cancellationToken);
        return await AnswerForIdAsync(request, certificateId, outcome, caller, cancellationToken);
    }

    /// <summary>
    /// Fetches the first of several parts that the certificate of an id has and answers with it; null where it has none of them.
    /// </summary>
    internal async Task<IResult?> FetchFirstAsync(
        HttpRequest request, string certificateId, IReadOnlyList<AskedPart> parts, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            var outcome = await fetcher.FetchAsync(certificateId, part, caller, cancellationToken);
            if (outcome is not (FetchOutcome.NoSuchFormat or FetchOutcome.NoSuchPart))
            {
                return await AnswerForIdAsync(request, certificateId, outcome, caller, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>
    /// Answers with what came of asking for a certificate. What is to be signed is signed here: a signature costs as much as an event's, so
    /// it counts as one, and a HEAD signs nothing.
    /// </summary>
    internal async Task<IResult> AnswerAsync(HttpRequest request, FetchOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        if (outcome is not FetchOutcome.ToBeSigned wanted || HttpMethods.IsHead(request.Method))
        {
            return FetchAnswer.Of(request, outcome, address.Value);
        }

        return await limit.TakeAsync(caller, 1, cancellationToken) is { } wait
            ? FetchAnswer.TooManySignatures(intake.Value.EventsPerTenMinutes, wait)
            : FetchAnswer.Of(request, await fetcher.SignAsync(wanted, cancellationToken), address.Value);
    }

    private async Task<IResult> AnswerForIdAsync(
        HttpRequest request, string certificateId, FetchOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        return outcome is FetchOutcome.NotFound
            ? await unlisted.AnswerAsync(certificateId, caller, cancellationToken)
            : await AnswerAsync(request, outcome, caller, cancellationToken);
    }
}
