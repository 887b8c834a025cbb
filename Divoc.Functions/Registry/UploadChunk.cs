using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// The decision about a chunk of an uploaded file: written before its events are accepted, so that nothing is decided a second time.
/// </summary>
public sealed record UploadChunk
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The beginning of the chunk.</summary>
    public required UploadCursor Start { get; init; }

    /// <summary>The beginning of the next one.</summary>
    public required UploadCursor End { get; init; }

    /// <summary>Whether the file ends with it.</summary>
    public required bool IsLast { get; init; }

    /// <summary>How often the decision was made again because the one before was refused; part of the Idempotency-Key.</summary>
    public int Revision { get; init; }

    /// <summary>The numbers of the rows whose events are accepted, in their order.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>The number of rows with the same event as an earlier row of the chunk.</summary>
    public int Repeated { get; init; }

    /// <summary>The number of rows with a text.</summary>
    public required int Read { get; init; }

    /// <summary>The number of refused rows.</summary>
    public required int Refused { get; init; }

    /// <summary>The refused rows, as far as they are stored.</summary>
    public required IReadOnlyList<RefusedRow> Errors { get; init; }

    /// <summary>The request that accepted the events; null while there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// The rows among them whose events had failed when their outcomes were counted; null if none had, or none was counted.
    /// </summary>
    public IReadOnlyList<int>? Failed { get; init; }

    /// <summary>The known counts of its rows when its events are accepted.</summary>
    [JsonIgnore]
    public UploadCounts Counts =>
        new() { Read = Read, Refused = Refused, Kept = Errors.Count, Accepted = Rows.Count, Duplicate = Repeated };
}

/// <summary>A refused row of an uploaded file.</summary>
/// <param name="Row">Its number; the header is row 1.</param>
/// <param name="Cells">Its cells by the names of their columns, without empty ones.</param>
/// <param name="Errors">Its errors; at least one.</param>
public sealed record RefusedRow(int Row, IReadOnlyDictionary<string, string> Cells, IReadOnlyList<RowError> Errors);

/// <summary>An error in a row.</summary>
/// <param name="Column">The column; null for the whole row.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Detail">A sentence.</param>
public sealed record RowError(string? Column, string Code, string Detail);
