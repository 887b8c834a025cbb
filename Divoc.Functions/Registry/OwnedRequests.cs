using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// The requests of each owner, newest first. An entry is written when its request is promised: after the request and its Idempotency-Key,
/// so that only promised requests are listed, and before its events are queued, so that everything certified is listed. A call that is
/// interrupted in between is repeated with its Idempotency-Key, which then writes the entry.
/// </summary>
public sealed class OwnedRequests(RegistryDocuments documents, NewestFirst newest)
{
    /// <summary>
    /// The name for requests of calls without a partner: no partner has this name, because names of partners have only lower-case letters
    /// and digits.
    /// </summary>
    private const string Nobody = "-";

    /// <summary>Adds a request, if it is not in the list yet.</summary>
    public async Task EnterAsync(CertifyRequest request, CancellationToken cancellationToken)
    {
        await documents.TryWriteAsync(
            PathOf(request), new OwnedRequest(request.RequestId), null, RegistryJson.Compact.OwnedRequest, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.RequestEntered, request.RequestId);
    }

    /// <summary>Removes a request from its owner's list, if it is there.</summary>
    internal Task RemoveAsync(CertifyRequest request, CancellationToken cancellationToken) =>
        documents.DeleteAsync(PathOf(request), cancellationToken);

    /// <summary>The requests of an owner, each with the position after it.</summary>
    /// <param name="owner">The partner; null for no owner.</param>
    /// <param name="from">The position where an earlier list ended; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentException">The position is not from such a list.</exception>
    public IAsyncEnumerable<ListPosition> ListAsync(string? owner, ListPosition? from, CancellationToken cancellationToken)
    {
        return newest.ListAsync(PrefixOf(owner), from, cancellationToken);
    }

    private static string PathOf(CertifyRequest request) =>
        $"{PrefixOf(request.Owner)}{NewestFirst.NameOf(request.AcceptedAt, request.RequestId)}.json";

    private static string PrefixOf(string? owner) => $"byOwner/{owner ?? Nobody}/";
}

/// <summary>The entry of a request for the owner in its name.</summary>
/// <param name="RequestId">The request.</param>
public sealed record OwnedRequest(string RequestId)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}
