using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>Stores accepted requests.</summary>
public sealed class RequestRegistry(RegistryDocuments documents)
{
    /// <summary>The prefix of the documents' names; the request's id follows.</summary>
    internal const string Prefix = "requests/";

    /// <summary>Reads a request; null if there is none with this id that the caller reaches.</summary>
    public async Task<CertifyRequest?> FindAsync(string requestId, Caller caller, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(requestId), RegistryJson.Compact.CertifyRequest, cancellationToken);
        return read is { Document: var request } && caller.Reaches(request.Owner) ? request : null;
    }

    /// <summary>The ids of all requests, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        documents.ListAsync(Prefix, cancellationToken);

    /// <summary>Stores a request under its new id.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rememberedUntil">The time until which an Idempotency-Key leads to it; null for a call without one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task StoreAsync(CertifyRequest request, DateTimeOffset? rememberedUntil, CancellationToken cancellationToken)
    {
        var facts = new RequestAge(request.AcceptedAt, rememberedUntil ?? request.AcceptedAt).ToFacts();
        if (!await documents.TryWriteAsync(
            PathOf(request.RequestId), request, null, RegistryJson.Compact.CertifyRequest, facts, cancellationToken))
        {
            throw new InvalidOperationException("A request id was minted twice.");
        }
    }

    /// <summary>Deletes a request that nobody has been promised, or an old one.</summary>
    public Task DropAsync(string requestId, CancellationToken cancellationToken) =>
        documents.DeleteAsync(PathOf(requestId), cancellationToken);

    private static string PathOf(string requestId) => $"{Prefix}{requestId}.json";
}

/// <summary>The promise to a caller: written before its events are queued, never changed.</summary>
public sealed record CertifyRequest
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>Its id: 128 random bits as 26 characters.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it was accepted (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The partner that sent it and will own its certificates; null for none.</summary>
    public string? Owner { get; init; }

    /// <summary>Who requested an update, for the history of the replaced certificates; null for certify requests.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>SHA-256 of the body's bytes, 64 lower-case hex digits.</summary>
    public required string BodyHash { get; init; }

    /// <summary>
    /// The version of the type with which its events were accepted; null if an earlier version of the program, which had only one, did not
    /// store it.
    /// </summary>
    public int? TypeVersion { get; init; }

    /// <summary>The shape of its events; null if it was not stored.</summary>
    public string? Shape { get; init; }

    /// <summary>
    /// Whether its events take the bulk lane. If the same call is sent again, it takes the same lane, whose queue then knows them.
    /// </summary>
    public bool IsBulk { get; init; }

    /// <summary>One entry for each element of the array, in its order.</summary>
    public required IReadOnlyList<RequestedCertificate> Certificates { get; init; }

    /// <summary>The warnings about accepted events.</summary>
    public required IReadOnlyList<ValidationMessage> Warnings { get; init; }
}

/// <summary>One element of an accepted request.</summary>
public sealed record RequestedCertificate
{
    /// <summary>The person's code, as the caller sent it.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>The ledger's name.</summary>
    public required string Ledger { get; init; }

    /// <summary>The key of the certificate.</summary>
    public required CertificateKey Key { get; init; }

    /// <summary>The id that was reserved for it, or that of the certificate that it duplicates.</summary>
    public required string CertificateId { get; init; }

    /// <summary>How many versions the key had at acceptance.</summary>
    public required int VersionsAtAcceptance { get; init; }

    /// <summary>The certificate that it should replace; null unless the request is an update.</summary>
    public string? Replaces { get; init; }

    /// <summary>
    /// Whether the key had a live certificate at acceptance: then the answer had that one's id, and the element was not queued.
    /// </summary>
    public bool IsDuplicate { get; init; }

    /// <summary>
    /// Whether it is an update that would change nothing: then the answer had the live certificate's id, and the element was not queued.
    /// <see cref="IsDuplicate"/> is also true.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUnchanged { get; init; }

    /// <summary>
    /// The live certificate of another owner that a duplicate found: the caller does not learn of it, and <see cref="CertificateId"/> is an
    /// id that stays unused. Null for any other element.
    /// </summary>
    public string? DuplicateOf { get; init; }
}
