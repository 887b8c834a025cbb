using System.Formats.Cbor;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// A message with one signature (COSE_Sign1, RFC 9052 section 4.2) as in EU certificates: the headers that matter, and the signed data.
/// </summary>
/// <param name="Protected">The protected headers as they are signed: an encoded map, or nothing.</param>
/// <param name="Algorithm">The number of the algorithm; null if neither part of the headers has it.</param>
/// <param name="Kid">The name of the key; null if neither part of the headers has it.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Signature">The signature.</param>
internal sealed record CoseMessage(
    ReadOnlyMemory<byte> Protected, long? Algorithm, ReadOnlyMemory<byte>? Kid, ReadOnlyMemory<byte> Payload,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>ECDSA with SHA-256 (RFC 9053 section 2.1).</summary>
    public const long Es256 = -7;

    /// <summary>RSASSA-PSS with SHA-256 (RFC 8230 section 2).</summary>
    public const long Ps256 = -37;

    private const CborTag CwtTag = (CborTag)61;
    private const CborTag Sign1Tag = (CborTag)18;
    private const int AlgorithmLabel = 1;
    private const int CriticalLabel = 2;
    private const int KidLabel = 4;
    private const int MostLabels = 16;
    private const int Parts = 4;

    /// <summary>Whether there are headers that must not be ignored. This program knows none of them, so their meaning is unknown.</summary>
    public bool IsCritical { get; private init; }

    /// <summary>The protected headers of signatures of this service.</summary>
    public static byte[] ProtectedOf(long algorithm, ReadOnlySpan<byte> kid)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(2);
        writer.WriteInt32(AlgorithmLabel);
        writer.WriteInt64(algorithm);
        writer.WriteInt32(KidLabel);
        writer.WriteByteString(kid);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>The signing input (Sig_structure, RFC 9052 section 4.4), without external data.</summary>
    public static byte[] SigningInputOf(ReadOnlySpan<byte> protectedHeaders, ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Parts);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedHeaders);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The message, with the tag of its type and no unprotected headers.</summary>
    public static byte[] Write(ReadOnlySpan<byte> protectedHeaders, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag(Sign1Tag);
        writer.WriteStartArray(Parts);
        writer.WriteByteString(protectedHeaders);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>
    /// Reads a message, liberally where issuers differ: with or without the tags of CWT (RFC 8392 section 6) and COSE_Sign1, algorithm and
    /// kid in either part of the headers. If both parts have one, the protected one counts, because it is signed.
    /// </summary>
    /// <exception cref="FormatException">It is not a message.</exception>
    public static CoseMessage Read(ReadOnlyMemory<byte> bytes)
    {
        if (CborTree.Read(bytes, CwtTag, Sign1Tag) is not IReadOnlyList<object?> { Count: Parts } parts
            || parts[0] is not byte[] protectedHeaders
            || parts[1] is not CborMap others
            || parts[2] is not byte[] payload
            || parts[3] is not byte[] signature)
        {
            throw new FormatException("It is no message with one signature.");
        }

        var signed = protectedHeaders.Length == 0
            ? new CborMap()
            : CborTree.Read(protectedHeaders) as CborMap ?? throw new FormatException("The protected headers are no map.");
        if (signed.Members.Count + others.Members.Count > MostLabels)
        {
            throw new FormatException("It has too many headers.");
        }

        ReadOnlyMemory<byte>? kid = null;
        if (Header(KidLabel) is byte[] name)
        {
            kid = name;
        }

        return new CoseMessage(protectedHeaders, Header(AlgorithmLabel) as long?, kid, payload, signature)
        {
            IsCritical = signed.Has(CriticalLabel) || others.Has(CriticalLabel),
        };

        object? Header(int label) => (signed.Has(label) ? signed : others).Find(label);
    }
}
