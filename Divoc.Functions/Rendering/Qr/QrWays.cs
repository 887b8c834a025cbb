namespace Divoc.Functions.Rendering.Qr;

/// <summary>Which special instructions of the processor the encoder uses. The symbols are always the same.</summary>
/// <param name="PlacesByStrips">Whether bits are placed by <see cref="QrStrips"/>, not by <see cref="QrOrder"/>.</param>
/// <param name="ScoresAllMasks">Whether all masks are scored at once by <see cref="QrEightLanes"/>, not one after the other.</param>
internal readonly record struct QrWays(bool PlacesByStrips, bool ScoresAllMasks)
{
    /// <summary>All instructions that this processor has.</summary>
    public static QrWays Fastest { get; } = new(QrStrips.IsSupported, QrEightLanes.IsSupported);

    /// <summary>None of them.</summary>
    public static QrWays Portable => default;
}
