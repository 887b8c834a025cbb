using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>Settings of the QR code.</summary>
public sealed class QrOptions
{
    /// <summary>Where the settings lie.</summary>
    public const string SectionName = "Divoc:Qr";

    /// <summary>How the archive is written into the code. Default <see cref="QrEncoding.Utf8Latin1"/>, since DIVOC's verifiers read only that.</summary>
    [EnumDataType(typeof(QrEncoding))]
    public QrEncoding Encoding { get; set; } = QrEncoding.Utf8Latin1;

    /// <summary>
    /// How much of the code may be damaged. Default <see cref="QrErrorCorrection.M"/>, as DIVOC's. A higher level makes a larger code with smaller
    /// modules; a credential that does not fit at the wanted level gets the highest below at which it fits.
    /// </summary>
    [EnumDataType(typeof(QrErrorCorrection))]
    public QrErrorCorrection ErrorCorrection { get; set; } = QrErrorCorrection.M;
}
