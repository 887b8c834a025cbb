using System.Globalization;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>Finds out the age of the published status.</summary>
public sealed class StatusAges(RegistryDocuments documents, StatusLengths lengths, TimeProvider time)
{
    /// <summary>
    /// The age of the oldest document that is published now; null if nothing was published yet. Costs only a few listings of the store.
    /// </summary>
    public async Task<TimeSpan?> OldestAsync(CancellationToken cancellationToken)
    {
        var length = (await lengths.GetAsync(cancellationToken)).Length;
        DateTimeOffset? oldest = null;
        string? continuation = null;
        do
        {
            (var page, continuation) = await documents.ListWithMetadataAsync(
                length == 0 ? StatusPublisher.WholeListName : StatusPublisher.ShardPrefix, continuation, cancellationToken);
            foreach (var (_, metadata) in page.Where(
                document => length == 0 || document.Name.Length == StatusPublisher.ShardPrefix.Length + length))
            {
                if (metadata.TryGetValue(StatusPublisher.IssuedMetadata, out var issued)
                    && DateTimeOffset.TryParse(issued, CultureInfo.InvariantCulture, out var at)
                    && !(at >= oldest))
                {
                    oldest = at;
                }
            }
        }
        while (continuation is not null);

        return time.GetUtcNow() - oldest;
    }
}
