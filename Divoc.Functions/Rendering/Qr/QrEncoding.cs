namespace Divoc.Functions.Rendering.Qr;

/// <summary>How the bytes of the ZIP archive are written into the QR code.</summary>
public enum QrEncoding
{
    /// <summary>DIVOC's form: each byte taken as a Latin-1 character and written as UTF-8, so that bytes from 0x80 on take two.</summary>
    Utf8Latin1,

    /// <summary>The bytes as they are; about a third smaller, not read by DIVOC's own web verifier.</summary>
    Binary,
}
