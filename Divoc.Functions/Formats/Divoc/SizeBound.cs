using System.Runtime.InteropServices;
using System.Text.Json;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Tells before the signature that a credential fits into no QR code: the unsigned one is packed as the signed one will be, and what the proof adds at the
/// least is counted in.
/// </summary>
/// <remarks>
/// DEFLATE codes a credential of this size as one block. Its code fits the unsigned part alone best, so that part takes no less room in the block of the signed one, which begins
/// with the same bytes. What the proof adds is its signature, at least 256 bytes that no code makes shorter, and some 100 bytes of text; in DIVOC's form of the code half of them
/// count twice. Of that only 200 bytes are counted in: the rest is for what differs between two credentials of one event (the id, times, how many bytes of the archive are
/// above 0x7F), which comes to some ten bytes in an archive and to some fifty in DIVOC's form.
/// </remarks>
internal static class SizeBound
{
    /// <summary>Bytes that the proof adds at the least.</summary>
    internal const int LeastProofBytes = 200;

    /// <summary>
    /// Bytes of an event, as JSON, up to which its credential is not packed: one whose credential exceeds the bound is larger. What the credential has beside the event is
    /// the same in all and packs to a few hundred bytes.
    /// </summary>
    internal const int UsualEventBytes = 1536;

    /// <summary>Whether the credential of an event is worth a look.</summary>
    public static bool MayExceed(JsonElement data) => JsonMarshal.GetRawUtf8Value(data).Length > UsualEventBytes;

    /// <summary>Whether a credential, once it is signed, fits into no QR code, not into the largest with the least error correction either.</summary>
    public static bool Exceeds(byte[] unsigned, QrEncoding encoding)
    {
        return QrPayload.Encode(QrPayload.Pack(unsigned), encoding).Length + LeastProofBytes > QrPayload.MaxSymbolBytes;
    }
}
