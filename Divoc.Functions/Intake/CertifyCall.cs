using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>A call of a certify or update endpoint.</summary>
/// <param name="Body">The bytes of the body.</param>
/// <param name="Type">The certificate type.</param>
/// <param name="Shape">
/// The shape in which the events are sent; null if the type has no such shape now, so that only a request that was accepted before can
/// continue.
/// </param>
/// <param name="Caller">Who called, and will own the certificates.</param>
/// <param name="Path">The endpoint's route.</param>
/// <param name="IdempotencyKey">The Idempotency-Key header, or null.</param>
/// <param name="IsUpdate">Whether the events replace existing certificates.</param>
public sealed record CertifyCall(
    ReadOnlyMemory<byte> Body, ICertificateType Type, RequestShape? Shape, Caller Caller, string Path, string? IdempotencyKey,
    bool IsUpdate = false)
{
    /// <summary>Whether the events take the bulk lane, even if they are few.</summary>
    public bool IsBulk { get; init; }
}
