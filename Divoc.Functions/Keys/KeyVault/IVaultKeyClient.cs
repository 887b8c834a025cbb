using Azure;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Calls one key of a vault. Each call is sent once; calls that only read are repeated a few times. Errors of the vault or the network are
/// thrown as <see cref="RequestFailedException"/>, a missing identity as Azure.Identity's exceptions.
/// </summary>
internal interface IVaultKeyClient
{
    /// <summary>The key's versions in no order.</summary>
    Task<IReadOnlyList<VaultKeyAttributes>> ListVersionsAsync(CancellationToken cancellationToken);

    /// <summary>The public half of a version.</summary>
    /// <exception cref="NotSupportedException">It is neither RSA of at least 2048 bits nor on P-256.</exception>
    Task<VaultPublicKey> GetAsync(string version, CancellationToken cancellationToken);

    /// <summary>Signs a digest with a version. Always sent only once.</summary>
    Task<byte[]> SignAsync(string version, SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);
}
