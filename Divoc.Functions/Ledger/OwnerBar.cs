using Divoc.Functions.Domain;

namespace Divoc.Functions.Ledger;

/// <summary>That an owner was barred from a ledger. As long as that stands, no event of the owner is accepted or listed there.</summary>
public sealed record OwnerBar
{
    /// <summary>The owner: the name of a partner.</summary>
    public required string Owner { get; init; }

    /// <summary>Who barred it, and why.</summary>
    public required BarOrder Barred { get; init; }

    /// <summary>Who lifted the bar, and why; null while it stands.</summary>
    public BarOrder? Lifted { get; init; }

    /// <summary>Whether this bar stands and is that of an owner.</summary>
    public bool IsOf(string owner) => Lifted is null && string.Equals(Owner, owner, StringComparison.Ordinal);

    /// <summary>This bar as a revision: what no revision has yet is its own.</summary>
    internal OwnerBar AsRevision(long revision) => this with { Barred = Barred.AsRevision(revision), Lifted = Lifted?.AsRevision(revision) };
}

/// <summary>An order that barred an owner or lifted its bar.</summary>
public sealed record BarOrder
{
    /// <summary>The revision of the ledger that has it first; 0 until it is written.</summary>
    public long Revision { get; init; }

    /// <summary>The order, as <see cref="StateChange.Order"/> has it.</summary>
    public required string Order { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, as <see cref="StateChange.Reason"/> has it.</summary>
    public required string Reason { get; init; }

    /// <summary>By whom: the <see cref="Caller.Name"/> of the call.</summary>
    public required string By { get; init; }

    internal static BarOrder Of(StateChange change) => new() { Order = change.Order, At = change.At, Reason = change.Reason, By = change.By };

    internal BarOrder AsRevision(long revision) => Revision == 0 ? this with { Revision = revision } : this;
}
