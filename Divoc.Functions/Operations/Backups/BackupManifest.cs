using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Operations.Backups;

/// <summary>The content of a backup: its first file.</summary>
public sealed record BackupManifest
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The version of the program that made it.</summary>
    public required string Version { get; init; }

    /// <summary>The installation of the data; null if its databases have no id yet.</summary>
    public string? InstallationId { get; init; }

    /// <summary>The moment of the data (UTC): everything that was acknowledged before it is in the backup.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The other files, in their order.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Reads it and checks it.</summary>
    /// <exception cref="BackupDamagedException">It is not valid.</exception>
    internal static BackupManifest Read(ReadOnlySpan<byte> json)
    {
        try
        {
            PersistedForm.Check(json, "manifest of the backup", PersistedForm.First);
            if (JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest) is { } manifest && manifest.IsSound())
            {
                return manifest;
            }
        }
        catch (Exception fault) when (fault is JsonException or NewerFormException)
        {
            throw new BackupDamagedException($"The manifest can't be read: {fault.Message}", fault);
        }

        throw new BackupDamagedException("The manifest lacks the store or the queue, or names files that do not belong to a backup.");
    }

    private bool IsSound()
    {
        string[] needed = [SqliteArtifactStore.FileName, SqliteQueueFile.FileName];
        return Files.All(file => file is { Bytes: >= 0 } && BackupFiles.IsName(file.Name))
            && Files.Select(file => file.Name).Distinct().Count() == Files.Count
            && needed.All(name => Files.Any(file => file.Name == name));
    }
}

/// <summary>A file in a backup.</summary>
/// <param name="Name">Its name in the data directory.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hex digits.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <summary>An archive is not a backup, or not complete.</summary>
public sealed class BackupDamagedException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>How the manifest is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
