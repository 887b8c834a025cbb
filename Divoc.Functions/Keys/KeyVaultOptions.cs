namespace Divoc.Functions.Keys;

/// <summary>Settings of the signing keys in Azure Key Vault. The program enters a vault with its own identity.</summary>
public sealed class KeyVaultOptions
{
    public const string SectionName = "Divoc:KeyVault";

    /// <summary>
    /// Addresses of keys without a version, such as <c>https://name.vault.azure.net/keys/signing-rsa</c>; in one setting with commas, or as a list. RSA keys
    /// sign PS256, P-256 keys ES256; keys of one kind share the work, whichever vault they are in. Default none: a key file signs.
    /// </summary>
    public IReadOnlyList<string> Keys { get; set; } = [];

    /// <summary>
    /// How long a new version of a key is published before it signs, 0 to 30 days. Default 24 hours: verifiers that fetch the keys daily know it by then.
    /// The first version of a key signs at once.
    /// </summary>
    public TimeSpan PublishBeforeUse { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often a vault is asked for new versions, 1 second to 1 day and at most <see cref="PublishBeforeUse"/>. Default 10 minutes: two calls, far below the vault's limit.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Signatures a second that one vault takes from all processes of the service together, 1 to 10,000. Default none: by the keys' kind and size as Azure limits a vault (400 for RSA of 2048 bits and P-256
    /// in software, half of that in hardware, a quarter to an eighth for larger RSA).
    /// </summary>
    public int? SignaturesPerSecond { get; set; }

    /// <summary>How long one call to a vault may take, 1 second to 1 minute. Default 5 seconds: a vault answers within tens of milliseconds.</summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a signature may take with all its waiting for its turn, 1 second to 5 minutes. Default 20 seconds: then the event goes back to the
    /// queue, which costs it no attempt.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether the settings name a key in a vault.</summary>
    public static bool AreSet(IConfiguration configuration) => ReadKeys(configuration.GetSection(SectionName)).Count > 0;

    /// <summary>The list, or the one setting with commas, which the binder would pass over in silence.</summary>
    internal static IReadOnlyList<string> ReadKeys(IConfigurationSection section)
    {
        var keys = section.GetSection(nameof(Keys));
        return [.. keys.GetChildren().Select(child => child.Value ?? "").Prepend(keys.Value ?? "")
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
