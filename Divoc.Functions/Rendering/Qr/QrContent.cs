namespace Divoc.Functions.Rendering.Qr;

/// <summary>What a QR code shall hold, and how large and how robust it may be.</summary>
/// <param name="Segments">In the order in which a reader puts them together.</param>
public sealed record QrContent(IReadOnlyList<QrSegment> Segments)
{
    private readonly QrErrorCorrection? least;

    /// <summary>The wanted level. Default <see cref="QrErrorCorrection.M"/>.</summary>
    public QrErrorCorrection ErrorCorrection { get; init; } = QrErrorCorrection.M;

    /// <summary>How far the level may be lowered when no version holds the content at the wanted one. Default: not at all.</summary>
    public QrErrorCorrection LeastErrorCorrection
    {
        get => least ?? ErrorCorrection;
        init => least = value;
    }

    /// <summary>The largest version that may be taken, 1 to 40. Default 40.</summary>
    public int LargestVersion { get; init; } = QrTables.LargestVersion;
}
