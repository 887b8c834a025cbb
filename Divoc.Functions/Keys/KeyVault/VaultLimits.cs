namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// What Azure lets one vault do (Key Vault service limits: transactions in 10 seconds by key type, here by the second). All operations add up, each by its own limit.
/// </summary>
internal static class VaultLimits
{
    public const double Reads = 400;

    /// <summary>Signatures a second with a key.</summary>
    /// <param name="key">The key that signs.</param>
    /// <param name="setting">What the operator set, for any key; null for the limit of Azure.</param>
    public static double Signatures(VaultPublicKey key, int? setting)
    {
        if (setting is { } rate)
        {
            return rate;
        }

        var software = key.Published switch
        {
            { Algorithm: SignatureAlgorithm.ES256 } or { SizeInBits: <= 2048 } => 400.0,
            { SizeInBits: <= 3072 } => 100,
            _ => 50,
        };
        return key.IsInHardware ? software / 2 : software;
    }
}
