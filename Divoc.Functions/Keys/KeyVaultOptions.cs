using Divoc.Functions.Domain;

namespace Divoc.Functions.Keys;

/// <summary>Settings of the signing keys in Azure Key Vault. The program accesses a vault with its own identity.</summary>
public sealed class KeyVaultOptions
{
    public const string SectionName = "Divoc:KeyVault";

    /// <summary>
    /// Addresses of keys without a version, such as <c>https://name.vault.azure.net/keys/signing-rsa</c>; in one setting with commas, or as a list. RSA keys
    /// sign PS256, P-256 keys ES256; keys of one kind share the work, whichever vault they are in. They serve every purpose. Default none: a key file signs.
    /// </summary>
    public IReadOnlyList<string> Keys { get; set; } = [];

    /// <summary>
    /// Keys by the name of a purpose, each value as <see cref="Keys"/>: they sign for that purpose alone, and of one algorithm they alone sign for it. One key may be named for
    /// several purposes, but not here and in <see cref="Keys"/>. Default none: the purposes share the keys.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> KeysFor { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// X.509 certificates of the keys, one after the other in PEM; a line feed may be written as <c>\n</c>. Each counts for the version of a key that has
    /// its public key. At most 128 KiB and one for each key. Default none: needed only for formats that name a key by its certificate.
    /// </summary>
    public string Certificates { get; set; } = "";

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

    /// <summary>
    /// Whether a vault may ask for a token of a service to which it does not belong, as emulators do. Only for vaults on localhost or a loopback address; refused
    /// for any other. The identity's authority is then not looked up at Microsoft's either, so that the emulator's own may give the token. Default false.
    /// </summary>
    public bool DisableChallengeResourceVerification { get; set; }

    /// <summary>Reads <see cref="Certificates"/>.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One of them can't be read.</exception>
    internal IReadOnlyList<KeyCertificate> ReadCertificates() =>
        KeyCertificate.ReadPem(Certificates.Replace("\\n", "\n", StringComparison.Ordinal));

    /// <summary>Whether the settings name a key in a vault.</summary>
    public static bool AreSet(IConfiguration configuration)
    {
        var section = configuration.GetSection(SectionName);
        return ReadKeys(section).Count > 0 || ReadKeysFor(section).Count > 0;
    }

    /// <summary>The list, or the one setting with commas, which the binder would silently ignore.</summary>
    internal static IReadOnlyList<string> ReadKeys(IConfigurationSection section) => ReadList(section.GetSection(nameof(Keys)));

    /// <summary>The lists by purpose. Names of settings are case-insensitive.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> ReadKeysFor(IConfigurationSection section)
    {
        return section.GetSection(nameof(KeysFor)).GetChildren()
            .Select(purpose => (Name: purpose.Key.ToLowerInvariant(), Keys: ReadList(purpose)))
            .Where(purpose => purpose.Keys.Count > 0)
            .ToDictionary(purpose => purpose.Name, purpose => purpose.Keys);
    }

    private static IReadOnlyList<string> ReadList(IConfigurationSection keys) => SettingList.Read(keys, StringComparer.OrdinalIgnoreCase);
}
