namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>
/// A picture in shades of grey. Places are measured in pixels from the upper left corner, so that the first pixel extends from 0 to 1.
/// </summary>
/// <param name="Pixels">Row by row, 0 for black.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
internal sealed record GrayPicture(byte[] Pixels, int Width, int Height)
{
    /// <summary>The grey value at a place, interpolated from the four pixels around it; outside the picture, that of the edge.</summary>
    public float At(Place place)
    {
        var x = Math.Clamp(place.X - 0.5f, 0, Width - 1);
        var y = Math.Clamp(place.Y - 0.5f, 0, Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
        var (fromLeft, fromTop) = (x - left, y - top);
        var above = Pixels[(top * Width) + left] * (1 - fromLeft) + (Pixels[(top * Width) + right] * fromLeft);
        var below = Pixels[(bottom * Width) + left] * (1 - fromLeft) + (Pixels[(bottom * Width) + right] * fromLeft);
        return (above * (1 - fromTop)) + (below * fromTop);
    }

    /// <summary>The picture as a square with the length of its longer side; pixels are repeated along the other.</summary>
    public GrayPicture Squared()
    {
        var side = Math.Max(Width, Height);
        var square = new byte[side * side];
        for (var y = 0; y < side; y++)
        {
            var row = Pixels.AsSpan(y * Height / side * Width, Width);
            for (var x = 0; x < side; x++)
            {
                square[(y * side) + x] = row[x * Width / side];
            }
        }

        return new GrayPicture(square, side, side);
    }

    /// <summary>The picture at half its size, each pixel the mean of four.</summary>
    public GrayPicture Half()
    {
        var (width, height) = (Width / 2, Height / 2);
        var half = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            var upper = Pixels.AsSpan(2 * y * Width, 2 * width);
            var lower = Pixels.AsSpan(((2 * y) + 1) * Width, 2 * width);
            var target = half.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                target[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) / 4);
            }
        }

        return new GrayPicture(half, width, height);
    }
}

/// <summary>A place in a picture, or a vector from one place to another, in pixels.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
internal readonly record struct Place(float X, float Y)
{
    /// <summary>The length of the vector.</summary>
    public float Length => MathF.Sqrt((X * X) + (Y * Y));

    public static Place operator +(Place one, Place other) => new(one.X + other.X, one.Y + other.Y);

    public static Place operator -(Place one, Place other) => new(one.X - other.X, one.Y - other.Y);

    public static Place operator *(Place one, float factor) => new(one.X * factor, one.Y * factor);
}
