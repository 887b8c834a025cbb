using Divoc.Functions.Domain;

namespace Divoc.Functions.Keys;

/// <summary>Settings of the signing keys in Azure Key Vault. The program accesses a vault with its own identity.</summary>
public sealed class KeyVaultOptions
{
    public const string SectionName = "Divoc:KeyVault";

    /// <summary>
    /// Addresses of signing keys in Key Vault, which replace the key files. They serve every purpose. The program's identity needs the
    /// role Key Vault Crypto User. RSA keys sign with PS256, P-256 keys with ES256; keys of one kind share the work. In DIVOC:
    /// <c>CERTIFICATE_PRIVATE_KEY</c>.
    /// </summary>
    /// <value>addresses without version, such as <c>https://name.vault.azure.net/keys/signing-rsa</c>, at most 20</value>
    public IReadOnlyList<string> Keys { get; set; } = [];

    /// <summary>
    /// Keys that sign only for <see href="docs/keys.md#keys-for-a-purpose">one purpose</see>: <c>divoc</c>, <c>dcc</c>, <c>shc</c>,
    /// <c>ddcc</c> or <c>status</c>. No other key of the same algorithm signs for this purpose. Don't name a key here and in
    /// <see cref="Keys"/> too.
    /// </summary>
    /// <value>as <c>Divoc:KeyVault:Keys</c></value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> KeysFor { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// X.509 <see href="docs/keys.md#a-certificate-for-a-key">certificates of the keys</see>, one after the other, at most one for each
    /// key. Only formats that name a key by its certificate need them, such as EU certificates.
    /// </summary>
    /// <value>PEM of at most 131,072 characters, with line feeds or with <c>\n</c> in their place</value>
    public string Certificates { get; set; } = "";

    /// <summary>
    /// How long a new version of a key is published before it signs. Choose the time in which all verifiers load the published keys. The
    /// first version of a key signs at once.
    /// </summary>
    /// <value>0 to 30 days</value>
    public TimeSpan PublishBeforeUse { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the program asks the vault for new versions of the keys.</summary>
    /// <value>1 second to 1 day, at most <c>PublishBeforeUse</c></value>
    /// <remarks>Two calls in ten minutes are far below the vault's limit.</remarks>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many signatures one vault makes in a second, for all processes of the service together:
    /// <see href="docs/keys.md#several-processes-and-one-vault">how they share it</see>.
    /// </summary>
    /// <value>1 to 10,000</value>
    /// <default>
    /// Azure's limit for the kind of key: 400 for RSA-2048 and P-256 in software, half of that in hardware, a quarter to an eighth for
    /// larger RSA
    /// </default>
    public int? SignaturesPerSecond { get; set; }

    /// <summary>How long one call to a vault may take. A vault normally answers within tens of milliseconds.</summary>
    /// <value>1 second to 1 minute</value>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a signature may take, with the wait for its turn. After that the event goes back to the queue, which does not count as an
    /// attempt.
    /// </summary>
    /// <value>1 second to 5 minutes</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Allows a vault to ask for a token of a service to which it does not belong, as
    /// <see href="docs/keys.md#against-a-vault-emulator">emulators</see> do. Only for vaults on localhost or a loopback address; the
    /// program does not start with any other address.
    /// </summary>
    /// <remarks>
    /// The identity's authority is then not looked up at Microsoft's either, so that the emulator's own may give the token.
    /// </remarks>
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
