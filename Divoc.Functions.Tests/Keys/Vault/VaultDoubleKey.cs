using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>A key of the vault double with all its versions.</summary>
internal sealed class VaultDoubleKey(Uri vault, string name, VaultDoubleKind kind, int sizeInBits)
{
    private readonly ConcurrentQueue<VaultDoubleVersion> versions = [];

    /// <summary>The address without a version, as settings name it.</summary>
    public string Address { get; } = $"{vault}keys/{name}";

    /// <summary>The versions, the oldest first.</summary>
    public IReadOnlyList<VaultDoubleVersion> Versions => [.. versions.OrderBy(version => version.Created)];

    public VaultDoubleVersion Current => Versions[^1];

    /// <summary>Makes a new version, of the key's kind unless told otherwise.</summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The vault disposes the versions of its keys.")]
    public void Rotate(DateTimeOffset created, VaultDoubleKind? other = null) =>
        versions.Enqueue(new VaultDoubleVersion(other ?? kind, sizeInBits, created));

    public VaultDoubleVersion? Find(string version) => versions.FirstOrDefault(candidate => candidate.Name == version);

    public string IdOf(VaultDoubleVersion version) => $"{Address}/{version.Name}";
}
