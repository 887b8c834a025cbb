namespace Divoc.Functions.Keys.KeyVault;

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
