using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Reads the order of a call that changes the state of a certificate, and carries it out. A change that has begun is finished even if the
/// caller disconnects.
/// </summary>
public sealed class ChangeHandler(ChangeOrderReader reader, StateChanger changer, CertificateEraser eraser)
{
    /// <summary>Revokes a certificate permanently.</summary>
    public Task<ChangeResult> RevokeAsync(ChangeCall call)
    {
        return HandleAsync(call, false, order => changer.RevokeAsync(call.CertificateId, order, CancellationToken.None));
    }

    /// <summary>Suspends a certificate; the order may name the beginning and the end.</summary>
    public Task<ChangeResult> SuspendAsync(ChangeCall call)
    {
        return HandleAsync(call, true, order => changer.SuspendAsync(call.CertificateId, order, CancellationToken.None));
    }

    /// <summary>Lifts the suspensions of a certificate.</summary>
    public Task<ChangeResult> ReinstateAsync(ChangeCall call)
    {
        return HandleAsync(call, false, order => changer.ReinstateAsync(call.CertificateId, order, CancellationToken.None));
    }

    /// <summary>Erases the personal data of a certificate.</summary>
    public Task<ChangeResult> EraseAsync(ChangeCall call)
    {
        return HandleAsync(call, false, order => eraser.EraseAsync(call.CertificateId, order, CancellationToken.None));
    }

    private async Task<ChangeResult> HandleAsync(ChangeCall call, bool isSuspension, Func<ChangeOrder, Task<ChangeOutcome>> change)
    {
        var order = reader.Read(call.Body, isSuspension, call.Caller, out var faults);
        if (faults.Count > 0)
        {
            return new ChangeResult(null, faults);
        }

        return new ChangeResult(
            await change(order with { Id = ChangeOrder.IdOf(call.Caller, call.Path, call.IdempotencyKey, call.Body.Span) }), []);
    }
}

/// <summary>A call that changes the state of a certificate.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="Body">The order as it was received, at most one byte more than <see cref="ChangeOrderReader.BodyBytes"/>.</param>
/// <param name="Caller">Who called.</param>
/// <param name="Path">What was called.</param>
/// <param name="IdempotencyKey">The Idempotency-Key of the call; null if it has none.</param>
public sealed record ChangeCall(string CertificateId, ReadOnlyMemory<byte> Body, Caller Caller, string Path, string? IdempotencyKey);

/// <summary>The result of a call that changes the state of a certificate.</summary>
/// <param name="Outcome">The outcome of the order; null if the order can't be read, and nothing was changed.</param>
/// <param name="Faults">What is wrong with the order; empty if it could be read.</param>
public sealed record ChangeResult(ChangeOutcome? Outcome, IReadOnlyList<Fault> Faults);
