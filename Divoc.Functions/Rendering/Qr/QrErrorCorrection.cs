namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// How much of a QR code may be damaged, by the standard's names (ISO/IEC 18004 section 7.5.1), from the lowest level to the highest.
/// </summary>
public enum QrErrorCorrection
{
    /// <summary>About 7 %.</summary>
    L,

    /// <summary>About 15 %.</summary>
    M,

    /// <summary>About 25 %.</summary>
    Q,

    /// <summary>About 30 %.</summary>
    H,
}
