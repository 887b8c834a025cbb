namespace Divoc.Functions.Rendering.Qr;

/// <summary>Which of the processor's special instructions the encoder uses. All ways make the same symbols.</summary>
/// <param name="PlacesByStrips">Places by <see cref="QrStrips"/>, not by <see cref="QrOrder"/>.</param>
/// <param name="ScoresAllMasks">Scores all masks at once by <see cref="QrEightLanes"/>, not one after the other.</param>
internal readonly record struct QrWays(bool PlacesByStrips, bool ScoresAllMasks)
{
    /// <summary>All that this processor has.</summary>
    public static QrWays Fastest { get; } = new(QrStrips.IsSupported, QrEightLanes.IsSupported);

    /// <summary>None of them.</summary>
    public static QrWays Portable => default;
}
