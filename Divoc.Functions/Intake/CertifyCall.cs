using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>A call of a certify or update endpoint.</summary>
/// <param name="Body">The bytes of the body.</param>
/// <param name="Type">What is to be certified.</param>
/// <param name="Shape">The shape in which the events are sent; null where the type has none of that name now, so that only what was accepted before can go on.</param>
/// <param name="Caller">Who called, and owns what is certified.</param>
/// <param name="Path">The endpoint's route.</param>
/// <param name="IdempotencyKey">The Idempotency-Key header, or null.</param>
/// <param name="IsUpdate">Whether the events are to replace certificates that exist.</param>
public sealed record CertifyCall(
    ReadOnlyMemory<byte> Body, ICertificateType Type, RequestShape? Shape, Caller Caller, string Path, string? IdempotencyKey, bool IsUpdate = false)
{
    /// <summary>Whether the events take the bulk lane, however few they are.</summary>
    public bool IsBulk { get; init; }
}
