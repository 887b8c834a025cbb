using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>What came of something that was accepted and is no entry of a ledger: told to whoever wants to know, if it still holds then.</summary>
public sealed record EventOutcome
{
    /// <summary>What came of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required OutcomeKind Kind { get; init; }

    /// <summary>The id that was minted for the certificate; of an upload its id.</summary>
    public required string Subject { get; init; }

    /// <summary>The request that the event came with; null for an upload.</summary>
    public string? RequestId { get; init; }

    /// <summary>The partner that sent it; null if that is nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Which attempt found it, from 1; of an upload which of its runs.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was found (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of the rows; null unless it is an upload.</summary>
    public UploadTotals? Counts { get; init; }
}

/// <summary>What came of an event.</summary>
public enum OutcomeKind
{
    /// <summary>Another certificate of its key existed.</summary>
    Duplicate,

    /// <summary>What it was to replace was live no more.</summary>
    Conflict,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>All rows of an upload were taken in.</summary>
    UploadFinished,
}

/// <summary>What has become of the rows of an upload that is finished.</summary>
/// <param name="Read">How many rows were read.</param>
/// <param name="Issued">How many of them became certificates.</param>
/// <param name="Duplicate">How many had a live certificate already.</param>
/// <param name="Failed">How many were refused, or failed later.</param>
public sealed record UploadTotals(int Read, int Issued, int Duplicate, int Failed);
