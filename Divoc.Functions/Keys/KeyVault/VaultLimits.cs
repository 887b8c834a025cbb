namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Azure's limits for one vault (Key Vault service limits: transactions in 10 seconds by key type, here in one second). All operations add
/// up, each relative to its own limit.
/// </summary>
internal static class VaultLimits
{
    public const double Reads = 400;

    /// <summary>Signatures a second with a key.</summary>
    /// <param name="key">The signing key.</param>
    /// <param name="setting">The operator's setting for any key; null for the limit of Azure.</param>
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
