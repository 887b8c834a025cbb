using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>What each partner has sent recently, shared by all instances.</summary>
public sealed class PartnerUsageRegistry(RegistryDocuments documents)
{
    /// <summary>Reads what a partner has sent, with the document's ETag; null if nothing is known.</summary>
    public async Task<(PartnerUsage Usage, string ETag)?> ReadAsync(string partner, CancellationToken cancellationToken) =>
        await documents.ReadAsync(PathOf(partner), RegistryJson.Compact.PartnerUsage, cancellationToken);

    /// <summary>Writes it, unless somebody else has written since the ETag was read.</summary>
    public Task<bool> TryWriteAsync(string partner, PartnerUsage usage, string? ifMatch, CancellationToken cancellationToken) =>
        documents.TryWriteAsync(PathOf(partner), usage, ifMatch, RegistryJson.Compact.PartnerUsage, cancellationToken);

    private static string PathOf(string partner) =>
        $"usage/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(partner)))}.json";
}

/// <summary>How many events a partner has sent recently.</summary>
public sealed record PartnerUsage
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>New for each write, so that a writer can distinguish its own document from an equal one of another instance.</summary>
    public required string WriteId { get; init; }

    /// <summary>Events by slots of ten seconds, numbered from the beginning of the year 1 (UTC).</summary>
    public required Dictionary<long, int> Slots { get; init; }
}
