namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>
/// The positions of a code's modules in a picture. Between the squares in its corners, a large code has up to 46 small ones (alignment
/// patterns, ISO/IEC 18004 section 6.3.6). Each is searched near the position that its neighbours suggest, so that perspective and bent
/// paper do not matter. Between four of them, positions are interpolated.
/// </summary>
internal sealed class CodeGrid
{
    // A correlation of 1 is the pattern itself, 0 is anything.
    private const float LeastLikeness = 0.55f;
    private const float SearchStep = 0.5f;
    private const float SearchRadius = 3;

    private readonly GrayPicture picture;
    private readonly int[] centers;
    private readonly Place[][] places;

    private CodeGrid(GrayPicture picture, int size, int[] centers)
    {
        this.picture = picture;
        Size = size;
        this.centers = centers;
        places = [.. centers.Select(_ => new Place[centers.Length])];
    }

    /// <summary>Modules per side.</summary>
    public int Size { get; }

    /// <summary>Places the grid on a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="triple">The squares in the corners.</param>
    /// <param name="version">The code's version, 1 to 40.</param>
    public static CodeGrid Lay(GrayPicture picture, FinderTriple triple, int version)
    {
        var known = ZXing.QrCode.Internal.Version.getVersionForNumber(version);
        var size = known.DimensionForVersion;
        var grid = new CodeGrid(picture, size, version == 1 ? [6, size - 7] : known.AlignmentPatternCenters);
        grid.Find(triple);
        return grid;
    }

    /// <summary>The grey value of each module, row by row.</summary>
    public float[] Sample()
    {
        var grays = new float[Size * Size];
        var cells = Enumerable.Range(0, Size).Select(CellOf).ToArray();
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                grays[(y * Size) + x] = picture.At(At(cells[x], cells[y]));
            }
        }

        return grays;
    }

    /// <summary>The cell of a row or column, and the relative position in it; below 0 and above 1 beyond the outermost cells.</summary>
    private (int Cell, float Part) CellOf(int module)
    {
        var cell = 0;
        while (cell < centers.Length - 2 && module > centers[cell + 1])
        {
            cell++;
        }

        return (cell, (module - centers[cell]) / (float)(centers[cell + 1] - centers[cell]));
    }

    private Place At((int Cell, float Part) column, (int Cell, float Part) row)
    {
        var upper = Between(places[row.Cell][column.Cell], places[row.Cell][column.Cell + 1], column.Part);
        var lower = Between(places[row.Cell + 1][column.Cell], places[row.Cell + 1][column.Cell + 1], column.Part);
        return Between(upper, lower, row.Part);
    }

    private static Place Between(Place one, Place other, float part) => one + ((other - one) * part);

    private void Find(FinderTriple triple)
    {
        var side = Size - 7;
        var right = (triple.TopRight.Center - triple.TopLeft.Center) * (1f / side);
        var down = (triple.BottomLeft.Center - triple.TopLeft.Center) * (1f / side);
        var mean = (triple.TopLeft.Module + triple.TopRight.Module + triple.BottomLeft.Module) / 3;
        var (near, far, low) = (triple.TopLeft.Module / mean, triple.TopRight.Module / mean, triple.BottomLeft.Module / mean);
        var last = centers.Length - 1;

        // Three modules inward from the centres of the squares.
        places[0][0] = triple.TopLeft.Center + ((right + down) * (3 * near));
        places[0][last] = triple.TopRight.Center + ((down - right) * (3 * far));
        places[last][0] = triple.BottomLeft.Center + ((right - down) * (3 * low));
        for (var index = 1; index < last; index++)
        {
            places[0][index] = Refined(Next(places, 0, index, 0, 1, right * near), right * near, down * near);
            places[index][0] = Refined(Next(places, index, 0, 1, 0, down * near), right * near, down * near);
        }

        for (var row = 1; row <= last; row++)
        {
            for (var column = 1; column <= last; column++)
            {
                FindInner(row, column, Size > 17 + 4);
            }
        }
    }

    /// <summary>Continues in a row or column with the step before, or with an estimate.</summary>
    private Place Next(Place[][] found, int row, int column, int down, int right, Place module)
    {
        var index = row + column;
        var before = found[row - down][column - right];
        var modules = centers[index] - centers[index - 1];
        return index == 1 ? before + (module * modules) : before
            + ((before - found[row - (2 * down)][column - (2 * right)]) * (modules / (float)(centers[index - 1] - centers[index - 2])));
    }

    private void FindInner(int row, int column, bool hasPattern)
    {
        var (corner, above, left) = (places[row - 1][column - 1], places[row - 1][column], places[row][column - 1]);
        var expected = above + (left - corner);
        var right = (above - corner) * (1f / (centers[column] - centers[column - 1]));
        var down = (left - corner) * (1f / (centers[row] - centers[row - 1]));
        places[row][column] = hasPattern ? Refined(expected, right, down) : expected;
    }

    /// <summary>The centre of the pattern near a place, or the place itself if there is none.</summary>
    private Place Refined(Place expected, Place right, Place down)
    {
        var radius = centers.Length == 2 ? Math.Max(SearchRadius, Size * 0.12f) : SearchRadius;
        var (best, likeness) = Search(expected, right, down, radius, SearchStep);
        if (likeness < LeastLikeness)
        {
            return expected;
        }

        return Search(best, right, down, 0.5f, 0.125f).Best;
    }

    private (Place Best, float Likeness) Search(Place about, Place right, Place down, float radius, float step)
    {
        var (best, most) = (about, float.MinValue);
        var steps = (int)(radius / step);
        for (var y = -steps; y <= steps; y++)
        {
            for (var x = -steps; x <= steps; x++)
            {
                var place = about + (right * (x * step)) + (down * (y * step));

                // Of two similar ones, the closer one.
                var likeness = LikenessAt(place, right, down) - (0.005f * step * (Math.Abs(x) + Math.Abs(y)));
                if (likeness > most)
                {
                    (best, most) = (place, likeness);
                }
            }
        }

        return (best, most);
    }

    /// <summary>How similar 5 by 5 modules are to an alignment pattern: dark, with a light ring around a dark centre.</summary>
    private float LikenessAt(Place center, Place right, Place down)
    {
        const float lightMean = 8 / 25f;
        float sum = 0, squares = 0, product = 0;
        for (var y = -2; y <= 2; y++)
        {
            for (var x = -2; x <= 2; x++)
            {
                var gray = picture.At(center + (right * x) + (down * y));
                var expected = Math.Max(Math.Abs(x), Math.Abs(y)) == 1 ? 1 - lightMean : -lightMean;
                sum += gray;
                squares += gray * gray;
                product += gray * expected;
            }
        }

        const float patternSquares = (8 * (1 - lightMean) * (1 - lightMean)) + (17 * lightMean * lightMean);
        var variance = squares - (sum * sum / 25);
        return variance < 25 ? 0 : product / MathF.Sqrt(variance * patternSquares);
    }
}
