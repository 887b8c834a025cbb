using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>
/// Erases personal data by a certificate id: those of the certificate, or those of the failed event for which the id was reserved.
/// </summary>
public sealed class ErasureHandler(ChangeHandler certificates, ChangeOrderReader reader, FailureDiscarder discarder)
{
    /// <summary>Erases.</summary>
    public async Task<ChangeResult> EraseAsync(ChangeCall call)
    {
        var result = await certificates.EraseAsync(call);
        if (result.Outcome is not ChangeOutcome.NotFound)
        {
            return result;
        }

        // It can be read, as the outcome shows.
        var order = reader.Read(call.Body, isSuspension: false, call.Caller, out _);
        return await discarder.DiscardOwnAsync(call.CertificateId, call.Caller, order.Reason, CancellationToken.None) switch
        {
            OwnDiscard.Discarded => new ChangeResult(new ChangeOutcome.EventDiscarded(CertificateId.Read(call.CertificateId)!), []),
            OwnDiscard.IssuedMeanwhile => await certificates.EraseAsync(call),
            _ => result,
        };
    }
}
