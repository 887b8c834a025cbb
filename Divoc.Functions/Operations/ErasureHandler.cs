using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>Erases what is told of a person under a certificate id: of the certificate, or of the event that failed to become it.</summary>
public sealed class ErasureHandler(ChangeHandler certificates, ChangeOrderReader reader, FailureDiscarder discarder)
{
    /// <summary>Erases. A certificate that is issued between the two looks is found by the second one.</summary>
    public async Task<ChangeResult> EraseAsync(ChangeCall call)
    {
        var result = await certificates.EraseAsync(call);
        if (result.Outcome is not ChangeOutcome.NotFound || CertificateId.Read(call.CertificateId) is not { } id)
        {
            return result;
        }

        var order = reader.Read(call.Body, isSuspension: false, call.Caller, out _);
        return await discarder.DiscardOwnAsync(id, call.Caller, order.Reason, CancellationToken.None)
            ? new ChangeResult(new ChangeOutcome.EventDiscarded(id), [])
            : await certificates.EraseAsync(call);
    }
}
