namespace Divoc.Functions.Keys.KeyVault;

/// <summary>One version of a key.</summary>
/// <param name="Attributes">As last listed.</param>
/// <param name="Key">Its public half.</param>
internal sealed record VaultKeyVersion(VaultKeyAttributes Attributes, VaultPublicKey Key)
{
    /// <summary>
    /// The version that signs with an algorithm: the newest usable one that has been published for long enough. Where none has been, the oldest usable: it is
    /// the key's first, or all that is left. Null if none is usable. Versions of one key may be of different kinds.
    /// </summary>
    public static VaultKeyVersion? SigningAt(DateTimeOffset time, SignatureAlgorithm algorithm, IEnumerable<VaultKeyVersion> versions, TimeSpan publishBeforeUse)
    {
        var usable = versions.Where(version => version.Key.Published.Algorithm == algorithm && version.Attributes.IsUsableAt(time)).OrderByDescending(version => version.Attributes.Created).ToList();
        return usable.Find(version => version.Attributes.Created + publishBeforeUse <= time) ?? usable.LastOrDefault();
    }
}

/// <summary>What a vault lists of one version of a key.</summary>
/// <param name="Version">The version's name in the vault.</param>
/// <param name="Created">When it was made.</param>
/// <param name="IsEnabled">Whether it may be used at all.</param>
/// <param name="NotBefore">From when on it may be used; null for no such bound.</param>
/// <param name="Expires">Until when it may be used; null for no such bound.</param>
internal sealed record VaultKeyAttributes(string Version, DateTimeOffset Created, bool IsEnabled, DateTimeOffset? NotBefore, DateTimeOffset? Expires)
{
    /// <summary>Whether the vault signs with it at a time.</summary>
    public bool IsUsableAt(DateTimeOffset time) => IsEnabled && (NotBefore is null || NotBefore <= time) && (Expires is null || time < Expires);
}

/// <summary>The public half of a version, which never changes.</summary>
/// <param name="Published">The key for verifiers.</param>
/// <param name="IsInHardware">Whether the private half lies in a hardware security module.</param>
internal sealed record VaultPublicKey(PublishedKey Published, bool IsInHardware);
