using Divoc.Functions.Domain;

namespace Divoc.Functions.Ledger;

/// <summary>An owner's block in a ledger. While it is in force, no event of the owner is accepted or listed there.</summary>
public sealed record OwnerBar
{
    /// <summary>The owner: the name of a partner.</summary>
    public required string Owner { get; init; }

    /// <summary>Who blocked the owner, and why.</summary>
    public required BarOrder Barred { get; init; }

    /// <summary>Who lifted the block, and why; null while it is in force.</summary>
    public BarOrder? Lifted { get; init; }

    /// <summary>Whether this block is in force and is for an owner.</summary>
    public bool IsOf(string owner) => Lifted is null && string.Equals(Owner, owner, StringComparison.Ordinal);

    /// <summary>This block as a revision: parts without a revision get this one.</summary>
    internal OwnerBar AsRevision(long revision) =>
        this with { Barred = Barred.AsRevision(revision), Lifted = Lifted?.AsRevision(revision) };
}

/// <summary>An order that blocked an owner or lifted the block.</summary>
public sealed record BarOrder
{
    /// <summary>The first revision of the ledger that has it; 0 until it is written.</summary>
    public long Revision { get; init; }

    /// <summary>The order, as in <see cref="StateChange.Order"/>.</summary>
    public required string Order { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, as in <see cref="StateChange.Reason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>By whom: the <see cref="Caller.Name"/> of the call.</summary>
    public required string By { get; init; }

    internal static BarOrder Of(StateChange change) =>
        new() { Order = change.Order, At = change.At, Reason = change.Reason, By = change.By };

    internal BarOrder AsRevision(long revision) => Revision == 0 ? this with { Revision = revision } : this;
}
