namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>
/// Ed25519 keys as Multikey and did:key write them (Controlled Identifiers 1.0 section 2.2.2): multibase base58-btc over a code and the
/// key.
/// </summary>
public static class Multikey
{
    private static ReadOnlySpan<byte> Ed25519Code => [0xed, 0x01];

    /// <summary>Reads an Ed25519 key, as in <c>z6Mk…</c>.</summary>
    /// <exception cref="LinkedDataException"><see cref="LinkedDataError.InvalidProof"/>: the text is not such a key.</exception>
    public static Ed25519PublicKey ReadEd25519(string multibase) => new(Decode(multibase, Ed25519Code));

    /// <summary>The key after its code.</summary>
    /// <inheritdoc cref="ReadEd25519" path="/exception"/>
    internal static byte[] Decode(string multibase, ReadOnlySpan<byte> code)
    {
        var bytes = multibase.StartsWith('z') ? Base58.Decode(multibase.AsSpan(1)) : [];
        return bytes.AsSpan().StartsWith(code)
            ? bytes[code.Length..]
            : throw new LinkedDataException(LinkedDataError.InvalidProof, "", "the key is not in multibase, or of another kind");
    }
}
