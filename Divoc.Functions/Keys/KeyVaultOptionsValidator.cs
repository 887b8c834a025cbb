using System.Security.Cryptography;
using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Keys;

/// <summary>Refuses settings with which no vault can sign.</summary>
/// <param name="purposes">The purposes of the program; none for a program that signs nothing.</param>
internal sealed class KeyVaultOptionsValidator(IEnumerable<KeyPurpose> purposes) : IValidateOptions<KeyVaultOptions>
{
    private const int MostKeys = 20;
    private const int HighestRate = 10_000;
    private const int LongestCertificates = 128 * 1024;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KeyVaultOptions options)
    {
        var faults = new List<string>();
        CheckKeys(nameof(options.Keys), options.Keys, atLeast: options.KeysFor.Count == 0 ? 1 : 0, faults);
        CheckKeysFor(options, faults);
        CheckCertificates(options, faults);
        CheckLoopback(options, faults);
        CheckNumber(nameof(options.SignaturesPerSecond), options.SignaturesPerSecond ?? 1, HighestRate, faults);
        CheckTime(nameof(options.PublishBeforeUse), options.PublishBeforeUse, TimeSpan.Zero, TimeSpan.FromDays(30), faults);
        CheckTime(nameof(options.RefreshInterval), options.RefreshInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), faults);
        CheckTime(nameof(options.TryTimeout), options.TryTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), faults);
        CheckTime(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), faults);
        if (options.PublishBeforeUse > TimeSpan.Zero && options.RefreshInterval > options.PublishBeforeUse)
        {
            faults.Add($"{Name(nameof(options.RefreshInterval))} must be at most {Name(nameof(options.PublishBeforeUse))}, otherwise a "
                + "key could sign before it is published.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string Name(string setting) => $"{KeyVaultOptions.SectionName}:{setting}";

    private static void CheckKeys(string setting, IReadOnlyList<string> keys, int atLeast, List<string> faults)
    {
        if (keys.Count < atLeast || keys.Count > MostKeys)
        {
            faults.Add($"{Name(setting)} must name {atLeast} to {MostKeys} keys, such as https://name.vault.azure.net/keys/signing-rsa.");
        }

        faults.AddRange(keys.Where(address => VaultKeyAddress.TryParse(address) is null)
            .Select(address => $"{Name(setting)} has '{address}', which is not the https address of a key without version, such as "
                + "https://name.vault.azure.net/keys/signing-rsa."));
    }

    private void CheckKeysFor(KeyVaultOptions options, List<string> faults)
    {
        const string setting = nameof(options.KeysFor);
        var known = purposes.Select(purpose => purpose.Name).ToList();
        foreach (var (purpose, keys) in options.KeysFor)
        {
            CheckKeys($"{setting}:{purpose}", keys, atLeast: 1, faults);
            faults.AddRange(keys.Where(address => options.Keys.Any(shared => IsSame(shared, address)))
                .Select(address => $"{Name($"{setting}:{purpose}")} names '{address}', which {Name(nameof(options.Keys))} names for every "
                    + "purpose: name it in only one of the two."));
            if (KeyPurpose.TryParse(purpose) is null || (known.Count > 0 && !known.Contains(purpose)))
            {
                faults.Add($"{Name($"{setting}:{purpose}")} is not a setting: there is no such purpose. The purposes are: "
                    + $"{string.Join(", ", known)}.");
            }
        }

        if (options.Keys.Count == 0 && options.KeysFor.Count > 0)
        {
            faults.AddRange(known.Where(purpose => !options.KeysFor.ContainsKey(purpose))
                .Select(
                    purpose => $"{Name(nameof(options.Keys))} or {Name($"{setting}:{purpose}")} must name a key: "
                        + "nothing else signs for that purpose."));
        }
    }

    private static void CheckCertificates(KeyVaultOptions options, List<string> faults)
    {
        var setting = Name(nameof(options.Certificates));
        if (options.Certificates.Length > LongestCertificates)
        {
            faults.Add($"{setting} must have at most {LongestCertificates} characters.");
            return;
        }

        try
        {
            var certificates = options.ReadCertificates();
            var text = options.Certificates.Trim();

            // A private key must not be in the settings.
            if (text.Length > 0 && (certificates.Count == 0 || certificates.Count != text.AsSpan().Count("-----BEGIN ")))
            {
                faults.Add($"{setting} must be X.509 certificates in PEM, each from -----BEGIN CERTIFICATE----- to -----END "
                    + "CERTIFICATE-----, and no keys.");
            }

            if (certificates.DistinctBy(certificate => Convert.ToHexString(certificate.PublicKeyInfo.Span)).Count() < certificates.Count)
            {
                faults.Add($"{setting} has two certificates of one key: remove one of them. The other then names the key.");
            }
        }
        catch (CryptographicException)
        {
            faults.Add(
                $"{setting} has a certificate that can't be read: it must be X.509 in PEM, with line feeds or with \\n in their place.");
        }
    }

    private static void CheckLoopback(KeyVaultOptions options, List<string> faults)
    {
        if (!options.DisableChallengeResourceVerification)
        {
            return;
        }

        faults.AddRange(options.Keys.Concat(options.KeysFor.SelectMany(purpose => purpose.Value))
            .Where(address => VaultKeyAddress.TryParse(address) is { Vault.IsLoopback: false })
            .Select(address => $"{Name(nameof(options.DisableChallengeResourceVerification))} must be false with the key '{address}': "
                + "only a vault on localhost or a loopback address may ask for a token of another service."));
    }

    private static bool IsSame(string address, string other) =>
        string.Equals(address.TrimEnd('/'), other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static void CheckNumber(string setting, int value, int largest, List<string> faults)
    {
        if (value < 1 || value > largest)
        {
            faults.Add($"{Name(setting)} must be 1 to {largest}.");
        }
    }

    private static void CheckTime(string setting, TimeSpan value, TimeSpan shortest, TimeSpan longest, List<string> faults)
    {
        if (value < shortest || value > longest)
        {
            faults.Add($"{Name(setting)} must be from {shortest:c} to {longest:c}.");
        }
    }
}
