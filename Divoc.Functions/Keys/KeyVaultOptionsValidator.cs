using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Keys;

/// <summary>Refuses settings with which no vault can sign.</summary>
internal sealed class KeyVaultOptionsValidator : IValidateOptions<KeyVaultOptions>
{
    private const int MostKeys = 20;
    private const int HighestRate = 10_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KeyVaultOptions options)
    {
        var faults = new List<string>();
        if (options.Keys.Count is 0 or > MostKeys)
        {
            faults.Add($"{Name(nameof(options.Keys))} must name 1 to {MostKeys} keys, such as https://name.vault.azure.net/keys/signing-rsa.");
        }

        faults.AddRange(options.Keys.Where(address => VaultKeyAddress.TryParse(address) is null)
            .Select(address => $"{Name(nameof(options.Keys))} can't have '{address}': it must be the https address of a key without version, such as https://name.vault.azure.net/keys/signing-rsa."));
        CheckNumber(nameof(options.SignaturesPerSecond), options.SignaturesPerSecond ?? 1, HighestRate, faults);
        CheckTime(nameof(options.PublishBeforeUse), options.PublishBeforeUse, TimeSpan.Zero, TimeSpan.FromDays(30), faults);
        CheckTime(nameof(options.RefreshInterval), options.RefreshInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), faults);
        CheckTime(nameof(options.TryTimeout), options.TryTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), faults);
        CheckTime(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), faults);
        if (options.PublishBeforeUse > TimeSpan.Zero && options.RefreshInterval > options.PublishBeforeUse)
        {
            faults.Add($"{Name(nameof(options.RefreshInterval))} must be at most {Name(nameof(options.PublishBeforeUse))}, else a key could sign before it is published.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string Name(string setting) => $"{KeyVaultOptions.SectionName}:{setting}";

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
            faults.Add($"{Name(setting)} must lie between {shortest:c} and {longest:c}.");
        }
    }
}
