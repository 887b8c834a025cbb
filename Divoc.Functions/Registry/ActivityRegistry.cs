using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// What each instance has done in the minutes of the last hour: <c>activity/{instance}.json</c>. Each writes its own document only, so the writes have no condition. Listings tell until when a document
/// tells anything, so that those of instances that are gone are not read.
/// </summary>
public sealed class ActivityRegistry(IArtifactStore store, RegistryDocuments documents)
{
    /// <summary>How many documents are read at most.</summary>
    public const int MostInstances = 200;

    private const string Prefix = "activity/";
    private const string UntilName = "until";

    /// <summary>Writes what an instance has done, in the place of what it wrote before.</summary>
    public async Task WriteAsync(ActivityRecord activity, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string> { [UntilName] = activity.Minutes[^1].Minute.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(activity, RegistryJson.Compact.ActivityRecord);
        var name = new ArtifactName(RegistryDocuments.Container, $"{Prefix}{activity.Instance}.json");
        await store.PutAsync(name, new ArtifactContent(bytes, "application/json", metadata), cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.ActivityStored, activity.Instance);
    }

    /// <summary>What all instances have done that did anything since, and whether there are more of them than are read.</summary>
    public async Task<(IReadOnlyList<ActivityRecord> Activities, bool More)> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
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

    /// <summary>Deletes the documents of instances that have done nothing since.</summary>
    public async Task SweepAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await documents.RemoveAsync(
            Prefix,
            document => UntilOf(document.Metadata) < since,
            name => ProtocolWrites.Done(ProtocolWrite.ActivityRemoved, Path.GetFileNameWithoutExtension(name)),
            cancellationToken);
    }

    private async IAsyncEnumerable<(string Name, DateTimeOffset Until)> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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

    /// <summary>The instance: a random word, made when its process began.</summary>
    public required string Instance { get; init; }

    /// <summary>The minutes of the last hour in which it did anything, the earliest first; at least one.</summary>
    public required IReadOnlyList<ActivityMinute> Minutes { get; init; }
}

/// <summary>What was done in a minute.</summary>
/// <param name="Minute">Its beginning (UTC).</param>
/// <param name="Accepted">Events that were queued.</param>
/// <param name="Issued">Certificates that were listed.</param>
/// <param name="Duplicate">Events whose certificate existed already.</param>
/// <param name="Failed">Events that failed for good.</param>
public sealed record ActivityMinute(DateTimeOffset Minute, long Accepted, long Issued, long Duplicate, long Failed);
