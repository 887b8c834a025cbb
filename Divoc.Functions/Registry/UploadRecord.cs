using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>A file of many events that a partner sent, and how far it was taken. Changed only by conditional writes.</summary>
public sealed record UploadRecord
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>Its id, which follows from owner, type, shape and content.</summary>
    public required string UploadId { get; init; }

    /// <summary>The partner that sent it, and that owns what it certifies; null if that is nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>The name of the type of its events.</summary>
    public required string Type { get; init; }

    /// <summary>The name of the shape that its columns belong to.</summary>
    public required string Shape { get; init; }

    /// <summary>The name of the file, as the partner has it.</summary>
    public required string FileName { get; init; }

    /// <summary>The first row: one name for each column.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Which run this is, from 1: a file can be run anew.</summary>
    public required int Run { get; init; }

    /// <summary>When the file of this run was received (UTC).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Where the file of this run lies.</summary>
    public required UploadedFile File { get; init; }

    /// <summary>Where the next chunk begins.</summary>
    public required UploadCursor Next { get; init; }

    /// <summary>Whether the file was read to its end.</summary>
    public bool IsRead { get; init; }

    /// <summary>How many chunks, from the first one, have an outcome for each of their events.</summary>
    public int Settled { get; init; }

    /// <summary>What has become of the rows.</summary>
    public UploadCounts Counts { get; init; } = new();

    /// <summary>The first chunks with events that had failed when they were counted.</summary>
    public IReadOnlyList<int> WithFailures { get; init; } = [];

    /// <summary>When all events of the file had an outcome (UTC); null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it did not come to its end: a short stable word; null unless it was given up.</summary>
    public string? Failure { get; init; }

    /// <summary>How far it has come: a number that only grows within a run.</summary>
    [JsonIgnore]
    public long Progress => Next.Chunk + Settled;

    /// <summary>Whether nothing more will happen to it by itself.</summary>
    [JsonIgnore]
    public bool IsOver => FinishedAt is not null || Failure is not null;
}

/// <summary>The bytes of an uploaded file, kept in parts.</summary>
/// <param name="FileId">The id under which they lie.</param>
/// <param name="Bytes">How many there are.</param>
/// <param name="Parts">In how many parts.</param>
/// <param name="PartBytes">How long each part but the last one is.</param>
public sealed record UploadedFile(string FileId, long Bytes, int Parts, int PartBytes);

/// <summary>A place in a file, between two rows.</summary>
/// <param name="Chunk">The number of the chunk that begins there, from 0.</param>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Row">The number of the row that begins there; the header is row 1.</param>
public sealed record UploadCursor(int Chunk, long Offset, int Row);

/// <summary>What has become of the rows of a file, or of a chunk of it. Rows without any text are not counted.</summary>
public sealed record UploadCounts
{
    /// <summary>Rows that were read.</summary>
    public int Read { get; init; }

    /// <summary>Rows that were refused.</summary>
    public int Refused { get; init; }

    /// <summary>Of those, the ones whose errors are kept.</summary>
    public int Kept { get; init; }

    /// <summary>Rows whose events were accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>Events that became certificates.</summary>
    public int Issued { get; init; }

    /// <summary>Rows whose event was certified before, or stands in an earlier row.</summary>
    public int Duplicate { get; init; }

    /// <summary>Events that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Rows that were accepted and have no outcome yet.</summary>
    [JsonIgnore]
    public int Queued => Read - Refused - Issued - Duplicate - Failed;

    /// <summary>The rows that made no certificate for a reason that the partner has to look at.</summary>
    [JsonIgnore]
    public int Errors => Refused + Failed;

    /// <summary>Both together.</summary>
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
