using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>The outcome of something that was accepted and is no entry of a ledger. Subscribers get it if it is still true then.</summary>
public sealed record EventOutcome
{
    /// <summary>The kind of outcome.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required OutcomeKind Kind { get; init; }

    /// <summary>The id that was reserved for the certificate; for an upload, its id.</summary>
    public required string Subject { get; init; }

    /// <summary>The request that the event came with; null for an upload.</summary>
    public string? RequestId { get; init; }

    /// <summary>The partner that sent it; null for none.</summary>
    public string? Owner { get; init; }

    /// <summary>The attempt that had this outcome, from 1; for an upload, the number of its run.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the outcome was known (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of the rows; null unless it is an upload.</summary>
    public UploadTotals? Counts { get; init; }
}

/// <summary>The outcome of an event or an upload.</summary>
public enum OutcomeKind
{
    /// <summary>Another certificate with its key existed.</summary>
    Duplicate,

    /// <summary>The certificate that it was to replace was no longer live.</summary>
    Conflict,

    /// <summary>It failed permanently.</summary>
    Failed,

    /// <summary>All rows of an upload were processed.</summary>
    UploadFinished,
}

/// <summary>What became of the rows of a finished upload.</summary>
/// <param name="Read">How many rows were read.</param>
/// <param name="Issued">How many of them became certificates.</param>
/// <param name="Duplicate">How many already had a live certificate.</param>
/// <param name="Failed">How many were refused, or failed later.</param>
public sealed record UploadTotals(int Read, int Issued, int Duplicate, int Failed);
