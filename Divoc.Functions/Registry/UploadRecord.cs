using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>A file with many events that a partner sent, and the progress of its processing. Changed only by conditional writes.</summary>
public sealed record UploadRecord
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>Its id, which depends on owner, type, shape and content.</summary>
    public required string UploadId { get; init; }

    /// <summary>The partner that sent it and will own its certificates; null for none.</summary>
    public string? Owner { get; init; }

    /// <summary>The name of the type of its events.</summary>
    public required string Type { get; init; }

    /// <summary>The name of the shape of its columns.</summary>
    public required string Shape { get; init; }

    /// <summary>The partner's name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>The first row: one name for each column.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>The number of this run, from 1: a file can be run again.</summary>
    public required int Run { get; init; }

    /// <summary>When the file of this run was received (UTC).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The place of this run's file.</summary>
    public required UploadedFile File { get; init; }

    /// <summary>The beginning of the next chunk.</summary>
    public required UploadCursor Next { get; init; }

    /// <summary>Whether the file was read to its end.</summary>
    public bool IsRead { get; init; }

    /// <summary>How many chunks, from the first one, have an outcome for each of their events.</summary>
    public int Settled { get; init; }

    /// <summary>The counts of its rows.</summary>
    public UploadCounts Counts { get; init; } = new();

    /// <summary>The first chunks with events that had failed when they were counted.</summary>
    public IReadOnlyList<int> WithFailures { get; init; } = [];

    /// <summary>When all events of the file had an outcome (UTC); null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it was not finished: a short stable code; null unless it was given up.</summary>
    public string? Failure { get; init; }

    /// <summary>Its progress: a number that only grows within a run.</summary>
    [JsonIgnore]
    public long Progress => Next.Chunk + Settled;

    /// <summary>Whether it is finished or was given up.</summary>
    [JsonIgnore]
    public bool IsOver => FinishedAt is not null || Failure is not null;
}

/// <summary>The bytes of an uploaded file, stored in parts.</summary>
/// <param name="FileId">The id of the stored parts.</param>
/// <param name="Bytes">The size in bytes.</param>
/// <param name="Parts">The number of parts.</param>
/// <param name="PartBytes">The size of each part except the last one.</param>
public sealed record UploadedFile(string FileId, long Bytes, int Parts, int PartBytes);

/// <summary>A position in a file, between two rows.</summary>
/// <param name="Chunk">The number of the chunk that begins there, from 0.</param>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Row">The number of the row that begins there; the header is row 1.</param>
public sealed record UploadCursor(int Chunk, long Offset, int Row);

/// <summary>Counts of the rows of a file, or of a chunk of it. Rows without any text are not counted.</summary>
public sealed record UploadCounts
{
    /// <summary>Rows that were read.</summary>
    public int Read { get; init; }

    /// <summary>Rows that were refused.</summary>
    public int Refused { get; init; }

    /// <summary>The number of refused rows whose errors are stored.</summary>
    public int Kept { get; init; }

    /// <summary>Rows whose events were accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>Events that became certificates.</summary>
    public int Issued { get; init; }

    /// <summary>Rows whose event was certified before, or is in an earlier row.</summary>
    public int Duplicate { get; init; }

    /// <summary>Events that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Rows that were accepted and have no outcome yet.</summary>
    [JsonIgnore]
    public int Queued => Read - Refused - Issued - Duplicate - Failed;

    /// <summary>The rows without a certificate for a reason that the partner must check.</summary>
    [JsonIgnore]
    public int Errors => Refused + Failed;

    /// <summary>The sum of both.</summary>
    public UploadCounts With(UploadCounts other) => new()
    {
        Read = Read + other.Read,
        Refused = Refused + other.Refused,
        Kept = Kept + other.Kept,
        Accepted = Accepted + other.Accepted,
        Issued = Issued + other.Issued,
        Duplicate = Duplicate + other.Duplicate,
        Failed = Failed + other.Failed,
    };
}
