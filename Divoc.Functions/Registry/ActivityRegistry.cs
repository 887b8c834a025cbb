using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// What each instance has done in the minutes of the last hour: <c>activity/{instance}.json</c>. Each instance writes only its own
/// document, so the writes have no condition. Listings show the last minute of each document, so that those of instances that no longer run
/// are not read.
/// </summary>
public sealed class ActivityRegistry(IArtifactStore store, RegistryDocuments documents)
{
    /// <summary>The maximum of documents that are read.</summary>
    public const int MostInstances = 200;

    private const string Prefix = "activity/";
    private const string UntilName = "until";

    /// <summary>Writes what an instance has done, and replaces what it wrote before.</summary>
    public async Task WriteAsync(ActivityRecord activity, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>
        {
            [UntilName] = activity.Minutes[^1].Minute.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(activity, RegistryJson.Compact.ActivityRecord);
        var name = new ArtifactName(RegistryDocuments.Container, $"{Prefix}{activity.Instance}.json");
        await store.PutAsync(name, new ArtifactContent(bytes, "application/json", metadata), cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ActivityStored, activity.Instance);
    }

    /// <summary>What all instances have done that were active since a time, and whether there are more of them than are read.</summary>
    public async Task<(IReadOnlyList<ActivityRecord> Activities, bool More)> ReadAsync(
        DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = new List<ActivityRecord>();
        await foreach (var (name, until) in ListAsync(cancellationToken))
        {
            if (until < since)
            {
                continue;
            }

            if (found.Count == MostInstances)
            {
                return (found, true);
            }

            if (await documents.ReadAsync($"{name}.json", RegistryJson.Compact.ActivityRecord, cancellationToken) is { } read)
            {
                found.Add(read.Document);
            }
        }

        return (found, false);
    }

    /// <summary>Deletes the documents of instances that were not active since a time.</summary>
    public async Task SweepAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await documents.RemoveAsync(
            Prefix,
            document => UntilOf(document.Metadata) < since,
            name => ProtocolWrites.Done(ProtocolWrite.ActivityRemoved, Path.GetFileNameWithoutExtension(name)),
            cancellationToken);
    }

    private async IAsyncEnumerable<(string Name, DateTimeOffset Until)> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            (var page, continuation) = await documents.ListWithMetadataAsync(Prefix, continuation, cancellationToken);
            foreach (var (name, metadata) in page)
            {
                yield return (name, UntilOf(metadata));
            }
        }
        while (continuation is not null);
    }

    private static DateTimeOffset UntilOf(IReadOnlyDictionary<string, string> metadata)
    {
        _ = long.TryParse(metadata.GetValueOrDefault(UntilName), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        return DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
    }
}

/// <summary>What an instance has done.</summary>
public sealed record ActivityRecord
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The instance: a random word, made when its process started.</summary>
    public required string Instance { get; init; }

    /// <summary>The active minutes of the last hour, earliest first; at least one.</summary>
    public required IReadOnlyList<ActivityMinute> Minutes { get; init; }
}

/// <summary>The activity of a minute.</summary>
/// <param name="Minute">Its beginning (UTC).</param>
/// <param name="Accepted">Events that were queued.</param>
/// <param name="Issued">Certificates that were listed.</param>
/// <param name="Duplicate">Events whose certificate already existed.</param>
/// <param name="Failed">Events that failed permanently.</param>
public sealed record ActivityMinute(DateTimeOffset Minute, long Accepted, long Issued, long Duplicate, long Failed);
