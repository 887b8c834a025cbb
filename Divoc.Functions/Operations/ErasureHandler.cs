using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>Erases what is told of a person under a certificate id: of the certificate, or of the event that failed to become it.</summary>
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

        // It could be read, since the outcome says so.
        var order = reader.Read(call.Body, isSuspension: false, call.Caller, out _);
        return await discarder.DiscardOwnAsync(call.CertificateId, call.Caller, order.Reason, CancellationToken.None) switch
        {
            OwnDiscard.Discarded => new ChangeResult(new ChangeOutcome.EventDiscarded(CertificateId.Read(call.CertificateId)!), []),
            OwnDiscard.IssuedMeanwhile => await certificates.EraseAsync(call),
            _ => result,
        };
    }
}
