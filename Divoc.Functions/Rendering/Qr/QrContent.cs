namespace Divoc.Functions.Rendering.Qr;

/// <summary>The content of a QR code, and its allowed size and error correction.</summary>
/// <param name="Segments">In the order in which a reader puts them together.</param>
public sealed record QrContent(IReadOnlyList<QrSegment> Segments)
{
    private readonly QrErrorCorrection? least;

    /// <summary>The preferred level. Default <see cref="QrErrorCorrection.M"/>.</summary>
    public QrErrorCorrection ErrorCorrection { get; init; } = QrErrorCorrection.M;

    /// <summary>
    /// How far the level may be lowered if no version has room for the content at the preferred one. Default: not at all.
    /// </summary>
    public QrErrorCorrection LeastErrorCorrection
    {
        get => least ?? ErrorCorrection;
        init => least = value;
    }

    /// <summary>
    /// The credential as DEFLATE data (RFC 1951), if the content was made of it: what attaches the credential need not compress it again.
    /// Empty for none.
    /// </summary>
    public ReadOnlyMemory<byte> Deflated { get; init; }

    /// <summary>The largest version that may be used, 1 to 40. Default 40.</summary>
    public int LargestVersion { get; init; } = QrTables.LargestVersion;
}
