using System.Text;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering;

/// <summary>Makes the QR code of a DIVOC credential. Thread-safe; equal credentials give equal codes.</summary>
public sealed class DivocQr(IOptions<QrOptions> options)
{
    private readonly QrEncoding encoding = options.Value.Encoding;
    private readonly QrErrorCorrection wanted = options.Value.ErrorCorrection;

    /// <summary>Packs a credential and makes its code: the smallest version at the wanted level, or at the highest below it that has a version which holds it.</summary>
    /// <param name="credential">UTF-8 JSON.</param>
    /// <exception cref="RenderingException"><see cref="RenderingException.QrTooLarge"/>: not even version 40 at level L holds it.</exception>
    public QrSymbol Encode(ReadOnlySpan<byte> credential)
    {
        var archive = QrPayload.Pack(credential);
        var bytes = encoding == QrEncoding.Binary ? archive : Encoding.UTF8.GetBytes(QrPayload.ToText(archive));
        return QrEncoder.Encode(new QrContent([QrSegment.Bytes(bytes)]) { ErrorCorrection = wanted, LeastErrorCorrection = QrErrorCorrection.L });
    }
}
