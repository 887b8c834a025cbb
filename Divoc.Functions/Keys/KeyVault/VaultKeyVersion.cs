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
