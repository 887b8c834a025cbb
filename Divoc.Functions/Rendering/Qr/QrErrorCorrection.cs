namespace Divoc.Functions.Rendering.Qr;

/// <summary>How much of a QR code may be damaged (ISO/IEC 18004 section 7.5.1).</summary>
public enum QrErrorCorrection
{
    /// <summary>Level L, about 7 %.</summary>
    Low,

    /// <summary>Level M, about 15 %.</summary>
    Medium,
}
