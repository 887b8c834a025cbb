using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>What came of a certify call: one of the nested records.</summary>
public abstract record CertifyOutcome
{
    private CertifyOutcome()
    {
    }

    /// <summary>Everything is queued or answered as a duplicate.</summary>
    public sealed record Accepted(CertifyRequest Request) : CertifyOutcome;

    /// <summary>The request is refused; nothing was stored.</summary>
    public sealed record Refused(DivocRefusal Refusal, IReadOnlyList<Fault> Faults) : CertifyOutcome;

    /// <summary>The type has no such shape now, and no request was accepted under the Idempotency-Key while it had; nothing was stored.</summary>
    public sealed record UnknownShape : CertifyOutcome;

    /// <summary>Elements whose ledger can list no more certificates; nothing was stored.</summary>
    public sealed record LedgersFull(IReadOnlyList<int> Elements) : CertifyOutcome;

    /// <summary>The partner has sent as many events as it may for now; nothing was stored.</summary>
    public sealed record TooManyEvents(int PerTenMinutes, TimeSpan RetryAfter) : CertifyOutcome;

    /// <summary>Elements from whose ledger an operator has barred the caller; nothing was stored.</summary>
    public sealed record OwnerBarred(IReadOnlyList<int> Elements) : CertifyOutcome;

    /// <summary>An update whose elements can't all be updated; nothing was stored.</summary>
    public sealed record NotUpdatable(IReadOnlyList<Fault> Faults) : CertifyOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : CertifyOutcome;

    /// <summary>The Idempotency-Key has not 1 to 128 visible characters.</summary>
    public sealed record KeyMalformed : CertifyOutcome;

    /// <summary>The request is stored, and not all of its events are known to be queued: the same call with the same Idempotency-Key sends the rest.</summary>
    public sealed record Incomplete(string RequestId) : CertifyOutcome;
}
