using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// What was decided about a chunk of an uploaded file: written before its events are accepted, so that whoever comes later decides nothing anew.
/// </summary>
public sealed record UploadChunk
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>Where it begins.</summary>
    public required UploadCursor Start { get; init; }

    /// <summary>Where the next one begins.</summary>
    public required UploadCursor End { get; init; }

    /// <summary>Whether the file ends with it.</summary>
    public required bool IsLast { get; init; }

    /// <summary>How often it was decided anew what is accepted, since the first decision was refused; part of the Idempotency-Key.</summary>
    public int Revision { get; init; }

    /// <summary>The numbers of the rows whose events are accepted, in their order.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>How many rows say the same event as an earlier one of the chunk.</summary>
    public int Repeated { get; init; }

    /// <summary>How many rows have a text.</summary>
    public required int Read { get; init; }

    /// <summary>How many rows were refused.</summary>
    public required int Refused { get; init; }

    /// <summary>The rows that were refused, as far as they are kept.</summary>
    public required IReadOnlyList<RefusedRow> Errors { get; init; }

    /// <summary>The request that accepted the events; null as long as none has.</summary>
    public string? RequestId { get; init; }

    /// <summary>The rows among them whose events had failed when their outcomes were counted; null where none had, or none was counted.</summary>
    public IReadOnlyList<int>? Failed { get; init; }

    /// <summary>What is known of its rows when its events are accepted.</summary>
    [JsonIgnore]
    public UploadCounts Counts => new() { Read = Read, Refused = Refused, Kept = Errors.Count, Accepted = Rows.Count, Duplicate = Repeated };
}

/// <summary>A row of an uploaded file that was refused.</summary>
/// <param name="Row">Its number; the header is row 1.</param>
/// <param name="Cells">Its cells by the names of their columns, those without a text left out.</param>
/// <param name="Errors">What is wrong with it; at least one.</param>
public sealed record RefusedRow(int Row, IReadOnlyDictionary<string, string> Cells, IReadOnlyList<RowError> Errors);

/// <summary>One thing that is wrong with a row.</summary>
/// <param name="Column">The column; null where it is the row as a whole.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Detail">A sentence.</param>
public sealed record RowError(string? Column, string Code, string Detail);
