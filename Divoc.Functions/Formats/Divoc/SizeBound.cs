using System.Runtime.InteropServices;
using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Finds out before signing that a credential fits into no QR code: the unsigned credential is compressed like the signed one, and the
/// minimum size of the proof is added.
/// </summary>
/// <remarks>
/// DEFLATE encodes a credential of this size as one block. For the unsigned part alone, the code is optimal: so in the block of the signed
/// credential, which begins with the same bytes, that part does not become smaller. The proof adds its signature, at least 256 bytes that
/// can't be compressed, and about 100 bytes of text; in DIVOC's form of the code, half of them count twice. Only 200 bytes are added here.
/// The rest is a reserve for differences between two credentials of one event (the id, times, the number of bytes above 0x7F in the
/// archive): about ten bytes in an archive, about fifty in DIVOC's form.
/// </remarks>
internal static class SizeBound
{
    /// <summary>The minimum of bytes that the proof adds.</summary>
    internal const int LeastProofBytes = 200;

    /// <summary>
    /// Size of an event in bytes, as JSON, up to which its credential is not compressed: a credential above the limit needs a larger event.
    /// The other parts of a credential are always the same and compress to a few hundred bytes.
    /// </summary>
    internal const int UsualEventBytes = 1536;

    /// <summary>Whether the event is large enough that its credential could exceed the limit.</summary>
    public static bool MayExceed(JsonElement data) => JsonMarshal.GetRawUtf8Value(data).Length > UsualEventBytes;

    /// <summary>
    /// Whether a credential, once it is signed, fits into no QR code, even the largest one with the lowest error correction.
    /// </summary>
    public static bool Exceeds(byte[] unsigned, QrEncoding encoding)
    {
        return QrPayload.Encode(QrPayload.Pack(unsigned), encoding).Length + LeastProofBytes > QrPayload.MaxSymbolBytes;
    }
}
