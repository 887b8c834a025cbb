using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Triggers;

/// <summary>Answers requests for a part of a certificate, for all functions: signs it if it is made at the fetch.</summary>
public sealed class CertificateAnswers(
    CertificateFetcher fetcher, UnlistedCertificates unlisted, PartnerLimit limit, IOptions<PublicAddressOptions> address,
    IOptions<IntakeOptions> intake)
{
    /// <summary>Fetches a part of the certificate with an id and returns it.</summary>
    internal async Task<IResult> FetchAsync(
        HttpRequest request, string certificateId, AskedPart part, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await fetcher.FetchAsync(certificateId, part, caller, cancellationToken);
        return await AnswerForIdAsync(request, certificateId, outcome, caller, cancellationToken);
    }

    /// <summary>
    /// Fetches the first of several parts that the certificate with an id has, and returns it; null if it has none of them.
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
    /// Answers with the outcome of a request for a certificate. What is to be signed is signed here. A HEAD signs nothing. A signature
    /// costs as much as that of an event, so it counts as an event.
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
