namespace Divoc.Functions.Keys.KeyVault;

/// <summary>The public half of a version, which never changes.</summary>
/// <param name="Published">The key for verifiers.</param>
/// <param name="IsInHardware">Whether the private half lies in a hardware security module.</param>
internal sealed record VaultPublicKey(PublishedKey Published, bool IsInHardware);
