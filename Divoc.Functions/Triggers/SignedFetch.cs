using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Triggers;

/// <summary>Answers a fetch of what is signed only when it is fetched. A HEAD signs nothing.</summary>
public sealed class SignedFetch(CertificateFetcher fetcher, PartnerLimit limit, IOptions<PublicAddressOptions> address, IOptions<IntakeOptions> intake)
{
    /// <summary>The answer for what came of a fetch; what is unsigned is signed first. A signature costs as much as an event's, so it counts as one.</summary>
    public async Task<IResult> AnswerAsync(HttpRequest request, FetchOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (outcome is not FetchOutcome.Unsigned unsigned || HttpMethods.IsHead(request.Method))
        {
            return FetchAnswer.Of(request, outcome, address.Value);
        }

        return await limit.TakeAsync(caller, 1, cancellationToken) is { } wait
            ? FetchAnswer.TooManySignatures(intake.Value.EventsPerTenMinutes, wait)
            : FetchAnswer.Of(request, await fetcher.SignAsync(unsigned, cancellationToken), address.Value);
    }
}
