using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>Keeps accepted requests.</summary>
public sealed class RequestRegistry(RegistryDocuments documents)
{
    /// <summary>What the names of the documents begin with; the request's id follows.</summary>
    internal const string Prefix = "requests/";

    /// <summary>Reads a request; null if there is none of that id that the caller reaches.</summary>
    public async Task<CertifyRequest?> FindAsync(string requestId, Caller caller, CancellationToken cancellationToken)
    {
        var read = await documents.ReadAsync(PathOf(requestId), RegistryJson.Compact.CertifyRequest, cancellationToken);
        return read is { Document: var request } && caller.Reaches(request.Owner) ? request : null;
    }

    /// <summary>The ids of all requests, in pages of at most 1,000.</summary>
    public IAsyncEnumerable<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => documents.ListAsync(Prefix, cancellationToken);

    /// <summary>Stores a request under its new id.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rememberedUntil">Until when an Idempotency-Key leads to it; null for a call without one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StoreAsync(CertifyRequest request, DateTimeOffset? rememberedUntil, CancellationToken cancellationToken)
    {
        var facts = new RequestAge(request.AcceptedAt, rememberedUntil ?? request.AcceptedAt).ToFacts();
        if (!await documents.TryWriteAsync(PathOf(request.RequestId), request, null, RegistryJson.Compact.CertifyRequest, facts, cancellationToken))
        {
            throw new InvalidOperationException("A request id was minted twice.");
        }
    }

    /// <summary>Drops a request that nobody was told of, or that is kept for long enough.</summary>
    public Task DropAsync(string requestId, CancellationToken cancellationToken) => documents.DeleteAsync(PathOf(requestId), cancellationToken);

    private static string PathOf(string requestId) => $"{Prefix}{requestId}.json";
}

/// <summary>What was promised to a caller: written before its events are queued, never changed.</summary>
public sealed record CertifyRequest
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>Its id: 26 characters that stand for 128 random bits.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it was accepted (UTC).</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The partner that sent it, and that owns what it certifies; null if that is nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Who asked for an update, as the history of the replaced certificates will tell; null for certify requests.</summary>
    public string? UpdatedBy { get; init; }

    /// <summary>SHA-256 of the body's bytes, 64 lower-case hex digits.</summary>
    public required string BodyHash { get; init; }

    /// <summary>The version of the type as which its events were accepted; null where an earlier version of the program, which knew one only, did not note it.</summary>
    public int? TypeVersion { get; init; }

    /// <summary>The shape in which its events came; null where it was not noted.</summary>
    public string? Shape { get; init; }

    /// <summary>Whether its events take the bulk lane; the same call sent again takes the same lane, whose queue then knows them.</summary>
    public bool IsBulk { get; init; }

    /// <summary>One entry for each element of the array, in its order.</summary>
    public required IReadOnlyList<RequestedCertificate> Certificates { get; init; }

    /// <summary>What was doubtful and yet accepted.</summary>
    public required IReadOnlyList<ValidationMessage> Warnings { get; init; }
}

/// <summary>One element of an accepted request.</summary>
public sealed record RequestedCertificate
{
    /// <summary>The person's code, as the caller sent it.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>The ledger's name.</summary>
    public required string Ledger { get; init; }

    /// <summary>What the certificate is unique by.</summary>
    public required CertificateKey Key { get; init; }

    /// <summary>The id that was minted for it, or that of the certificate it duplicates.</summary>
    public required string CertificateId { get; init; }

    /// <summary>How many versions the key had at acceptance.</summary>
    public required int VersionsAtAcceptance { get; init; }

    /// <summary>The certificate that it is to replace; null unless the request is an update.</summary>
    public string? Replaces { get; init; }

    /// <summary>Whether the key had a live certificate at acceptance: the element was answered with that one's id and not queued.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Whether it is an update that would change nothing: the element was answered with the live certificate's id and not queued. <see cref="IsDuplicate"/> holds too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUnchanged { get; init; }

    /// <summary>
    /// The live certificate of another owner that a duplicate met: the caller is not told of it, and <see cref="CertificateId"/> is an id that stays unused. Null for any
    /// other.
    /// </summary>
    public string? DuplicateOf { get; init; }
}
