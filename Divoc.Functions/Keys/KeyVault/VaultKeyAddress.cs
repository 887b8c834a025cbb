using System.Text.RegularExpressions;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>A key and its purposes.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Purposes">Empty for every purpose.</param>
internal sealed record NamedVaultKey(VaultKeyAddress Address, IReadOnlyList<KeyPurpose> Purposes);

/// <summary>The address of a key, without a version.</summary>
/// <param name="Vault">The vault's address, ending with a slash.</param>
/// <param name="Name">The key's name.</param>
internal sealed partial record VaultKeyAddress(Uri Vault, string Name)
{
    /// <summary>The address of the key itself.</summary>
    public Uri Key => new(Vault, $"keys/{Name}");

    /// <summary>
    /// Reads <c>https://{host}/keys/{name}</c>, the name with letters, digits and hyphens (Key Vault: object identifiers). Null if the text
    /// has another form.
    /// </summary>
    public static VaultKeyAddress? TryParse(string text)
    {
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps
            && address.Query.Length + address.Fragment.Length + address.UserInfo.Length == 0
            && KeyPath().Match(address.AbsolutePath) is { Success: true } path
            ? new VaultKeyAddress(new Uri(address.GetLeftPart(UriPartial.Authority) + "/"), path.Groups["name"].Value)
            : null;
    }

    [GeneratedRegex("^/keys/(?<name>[0-9A-Za-z-]{1,127})/?$")]
    private static partial Regex KeyPath();
}
