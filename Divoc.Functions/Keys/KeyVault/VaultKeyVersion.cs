namespace Divoc.Functions.Keys.KeyVault;

/// <summary>One version of a key.</summary>
/// <param name="Attributes">Its attributes in the last list.</param>
/// <param name="Key">Its public half.</param>
internal sealed record VaultKeyVersion(VaultKeyAttributes Attributes, VaultPublicKey Key)
{
    /// <summary>
    /// The version that signs with an algorithm: the newest usable one that has been published for long enough. If there is none, the
    /// oldest usable one, which is the key's first or the only one left. Null if none is usable. Versions of one key may be of different
    /// kinds.
    /// </summary>
    public static VaultKeyVersion? SigningAt(
        DateTimeOffset time, SignatureAlgorithm algorithm, IEnumerable<VaultKeyVersion> versions, TimeSpan publishBeforeUse)
    {
        var usable = versions.Where(version => version.Key.Published.Algorithm == algorithm && version.Attributes.IsUsableAt(time))
            .OrderByDescending(version => version.Attributes.Created)
            .ToList();
        return usable.Find(version => version.Attributes.Created + publishBeforeUse <= time) ?? usable.LastOrDefault();
    }
}

/// <summary>The attributes of one version of a key in a vault's list.</summary>
/// <param name="Version">The version's name in the vault.</param>
/// <param name="Created">When it was made.</param>
/// <param name="IsEnabled">Whether it may be used at all.</param>
/// <param name="NotBefore">The time from which it may be used; null for no limit.</param>
/// <param name="Expires">The time until which it may be used; null for no limit.</param>
internal sealed record VaultKeyAttributes(
    string Version, DateTimeOffset Created, bool IsEnabled, DateTimeOffset? NotBefore, DateTimeOffset? Expires)
{
    /// <summary>Whether the vault signs with it at a time.</summary>
    public bool IsUsableAt(DateTimeOffset time) =>
        IsEnabled && (NotBefore is null || NotBefore <= time) && (Expires is null || time < Expires);
}

/// <summary>The public half of a version, which never changes.</summary>
/// <param name="Published">The key for verifiers.</param>
/// <param name="IsInHardware">Whether the private half is in a hardware security module.</param>
internal sealed record VaultPublicKey(PublishedKey Published, bool IsInHardware);
