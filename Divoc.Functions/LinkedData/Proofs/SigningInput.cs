using System.Security.Cryptography;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>The bytes that a key signs for a document and its proof options.</summary>
/// <param name="Bytes">The signing input: the encoded JWS header, a full stop, and the two hashes, options first.</param>
/// <param name="OptionsHash">Hash of the canonical proof options.</param>
/// <param name="DocumentHash">Hash of the canonical document.</param>
/// <param name="Hash">The suite's hash.</param>
public sealed record SigningInput(byte[] Bytes, byte[] OptionsHash, byte[] DocumentHash, HashAlgorithmName Hash)
{
    /// <summary>
    /// Hash of the signing input with the suite's hash, for key stores that sign digests. Ed25519 signs <see cref="Bytes"/>.
    /// </summary>
    public byte[] Digest { get; } = CryptographicOperations.HashData(Hash, Bytes);
}
