using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>The outcome of a certify call: one of the nested records.</summary>
public abstract record CertifyOutcome
{
    private CertifyOutcome()
    {
    }

    /// <summary>Everything is queued or answered as a duplicate.</summary>
    public sealed record Accepted(CertifyRequestRecord Request) : CertifyOutcome;

    /// <summary>The request is refused; nothing was stored.</summary>
    public sealed record Refused(DivocRefusal Refusal, IReadOnlyList<Fault> Faults) : CertifyOutcome;

    /// <summary>The type has no such shape now, and no request was accepted earlier with the Idempotency-Key; nothing was stored.</summary>
    public sealed record UnknownShape : CertifyOutcome;

    /// <summary>The ledgers of some elements can't list more certificates; nothing was stored.</summary>
    public sealed record LedgersFull(IReadOnlyList<int> Elements) : CertifyOutcome;

    /// <summary>The partner has sent the maximum of events for now; nothing was stored.</summary>
    public sealed record TooManyEvents(int PerTenMinutes, TimeSpan RetryAfter) : CertifyOutcome;

    /// <summary>An operator has blocked the caller from the ledgers of some elements; nothing was stored.</summary>
    public sealed record OwnerBarred(IReadOnlyList<int> Elements) : CertifyOutcome;

    /// <summary>Some elements of an update can't be updated; nothing was stored.</summary>
    public sealed record NotUpdatable(IReadOnlyList<Fault> Faults) : CertifyOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : CertifyOutcome;

    /// <summary>The Idempotency-Key does not have 1 to 128 visible characters.</summary>
    public sealed record KeyMalformed : CertifyOutcome;

    /// <summary>
    /// The request is stored, but it is not known whether all of its events are queued: the same call with the same Idempotency-Key sends
    /// the rest.
    /// </summary>
    public sealed record Incomplete(string RequestId) : CertifyOutcome;
}
