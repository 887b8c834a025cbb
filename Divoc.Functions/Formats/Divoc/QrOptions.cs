using System.ComponentModel.DataAnnotations;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>Settings of the QR code.</summary>
public sealed class QrOptions
{
    /// <summary>The section of the settings.</summary>
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

/// <summary>How the bytes of the ZIP archive are written into the QR code.</summary>
public enum QrEncoding
{
    /// <summary>DIVOC's form: each byte is read as a Latin-1 character and written as UTF-8, so that bytes from 0x80 on need two.</summary>
    Utf8Latin1,

    /// <summary>The bytes unchanged; about a third smaller, not read by DIVOC's own web verifier.</summary>
    Binary,
}
