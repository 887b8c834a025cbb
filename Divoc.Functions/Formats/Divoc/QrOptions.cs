using System.ComponentModel.DataAnnotations;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>Settings of the QR code.</summary>
public sealed class QrOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Qr";

    /// <summary>
    /// How the bytes are written into the QR code. DIVOC's verifiers can read only the default. <c>Binary</c> makes smaller codes that
    /// DIVOC's own web verifier can't read.
    /// </summary>
    [EnumDataType(typeof(QrEncoding))]
    public QrEncoding Encoding { get; set; } = QrEncoding.Utf8Latin1;

    /// <summary>
    /// How much of the QR code may be damaged. A higher level (<c>H</c> is the highest) makes a code with more and smaller modules. If a
    /// credential does not fit, the highest lower level that fits is used.
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
