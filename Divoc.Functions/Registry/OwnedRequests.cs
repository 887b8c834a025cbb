using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Which requests are whose, the newest first. An entry is written when its request is promised: after the request and whatever Idempotency-Key points to it, so that nothing is listed that nobody
/// was told of, and before its events are queued, so that whatever is certified is listed. A call that breaks off in between is repeated with its Idempotency-Key, which writes the entry then.
/// </summary>
public sealed class OwnedRequests(RegistryDocuments documents, NewestFirst newest)
{
    /// <summary>Where the requests of calls without a partner lie: no partner has this name, since theirs are of lower-case letters and digits.</summary>
    private const string Nobody = "-";

    /// <summary>Enters a request, if it is not entered yet.</summary>
    public async Task EnterAsync(CertifyRequest request, CancellationToken cancellationToken)
    {
        await documents.TryWriteAsync(PathOf(request), new OwnedRequest(request.RequestId), null, RegistryJson.Compact.OwnedRequest, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.RequestEntered, request.RequestId);
    }

    /// <summary>Takes a request out of its owner's list, if it is there.</summary>
    internal Task RemoveAsync(CertifyRequest request, CancellationToken cancellationToken) => documents.DeleteAsync(PathOf(request), cancellationToken);

    /// <summary>The requests of an owner, each with the position behind it.</summary>
    /// <param name="owner">The partner; null for what belongs to nobody.</param>
    /// <param name="from">Where an earlier list ended; null for the newest.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ArgumentException">The position is of no such list.</exception>
    public IAsyncEnumerable<ListPosition> ListAsync(string? owner, ListPosition? from, CancellationToken cancellationToken)
    {
        return newest.ListAsync(PrefixOf(owner), from, cancellationToken);
    }

    private static string PathOf(CertifyRequest request) => $"{PrefixOf(request.Owner)}{NewestFirst.NameOf(request.AcceptedAt, request.RequestId)}.json";

    private static string PrefixOf(string? owner) => $"byOwner/{owner ?? Nobody}/";
}

/// <summary>Says that a request belongs to the owner in its name.</summary>
/// <param name="RequestId">The request.</param>
public sealed record OwnedRequest(string RequestId)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
