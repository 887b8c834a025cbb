namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// The common parts of all symbols of a version: the modules that never change, and the positions of the codewords (ISO/IEC 18004 sections
/// 6.3, 7.7.3 and 7.10). Lines are columns (<see cref="QrLines"/>).
/// </summary>
internal sealed class QrLayout
{
    private const int Timing = 6;
    private const int FinderSide = 7;
    private const int FirstWithVersion = 7;
    private const int VersionGenerator = 0b1_1111_0010_0101;

    private static readonly Lazy<QrLayout>[] Layouts =
        [.. Enumerable.Range(1, QrTables.LargestVersion).Select(version => new Lazy<QrLayout>(() => new QrLayout(version)))];

    private readonly ulong[] patterns;
    private readonly ulong[] data;
    private readonly Lazy<QrStrips> strips;
    private readonly Lazy<QrOrder> order;

    private QrLayout(int version)
    {
        Side = QrTables.SideOf(version);
        patterns = new ulong[Side * QrLines.Words];
        data = [.. Enumerable.Range(0, Side * QrLines.Words).Select(index => QrLines.Ones(Side, index % QrLines.Words))];
        SetTiming();
        SetFinder(0, 0);
        SetFinder(0, Side - FinderSide);
        SetFinder(Side - FinderSide, 0);
        SetAlignment(QrTables.AlignmentCentresOf(version));
        TakeFormat();
        if (version >= FirstWithVersion)
        {
            SetVersion(version);
        }

        Format = new QrFormat(Side);
        strips = new(() => new QrStrips(this));
        order = new(() => new QrOrder(this));
    }

    /// <summary>Modules per side.</summary>
    public int Side { get; }

    /// <summary>
    /// 1 for the dark modules of finders, timing, alignment and version; 0 for all others, including those of the format and of the data.
    /// </summary>
    public ReadOnlySpan<ulong> Patterns => patterns;

    /// <summary>1 for the modules of data, which a mask inverts.</summary>
    public ReadOnlySpan<ulong> Data => data;

    public QrFormat Format { get; }

    /// <summary>One way to place the data. Made at first use, then cached.</summary>
    public QrStrips Strips => strips.Value;

    /// <summary>The other way.</summary>
    public QrOrder Order => order.Value;

    /// <summary>The layout of a version. Made at first use, then cached.</summary>
    public static QrLayout Of(int version) => Layouts[version - 1].Value;

    /// <summary>
    /// The right one of a strip's two columns. Strips count from the right; the column of the timing pattern belongs to no strip.
    /// </summary>
    public static int RightColumnOf(int strip, int side)
    {
        var right = side - 1 - (2 * strip);
        return right <= Timing ? right - 1 : right;
    }

    /// <summary>Strips go upwards and downwards alternately.</summary>
    public static bool IsUpwards(int strip) => strip % 2 == 0;

    /// <summary>Whether a module is a data module.</summary>
    public bool IsFree(int row, int column) => QrLines.IsDark(data, column, row);

    /// <summary>The data modules in the order of the bits: strip by strip, in each row the right module first.</summary>
    public IEnumerable<(int Row, int Column)> FreeModules()
    {
        for (var strip = 0; strip < Side / 2; strip++)
        {
            var right = RightColumnOf(strip, Side);
            for (var step = 0; step < Side; step++)
            {
                var row = IsUpwards(strip) ? Side - 1 - step : step;
                for (var column = right; column >= right - 1; column--)
                {
                    if (IsFree(row, column))
                    {
                        yield return (row, column);
                    }
                }
            }
        }
    }

    private void Set(int row, int column, bool isDark)
    {
        var (index, module) = ((column * QrLines.Words) + (row / QrLines.WordLength), 1UL << (row % QrLines.WordLength));
        patterns[index] = isDark ? patterns[index] | module : patterns[index] & ~module;
        data[index] &= ~module;
    }

    /// <summary>A row and a column of alternating modules, from finder to finder.</summary>
    private void SetTiming()
    {
        for (var index = 0; index < Side; index++)
        {
            Set(Timing, index, index % 2 == 0);
            Set(index, Timing, index % 2 == 0);
        }
    }

    /// <summary>A finder and the light modules around it, as far as they are within the symbol.</summary>
    private void SetFinder(int top, int left)
    {
        for (var row = Math.Max(0, top - 1); row <= Math.Min(Side - 1, top + FinderSide); row++)
        {
            for (var column = Math.Max(0, left - 1); column <= Math.Min(Side - 1, left + FinderSide); column++)
            {
                Set(row, column, DistanceFrom(top + 3, left + 3, row, column) is 0 or 1 or 3);
            }
        }
    }

    /// <summary>A pattern of five by five modules at each crossing of the centres, except at the finders.</summary>
    private void SetAlignment(ReadOnlySpan<int> centres)
    {
        foreach (var centreRow in centres)
        {
            foreach (var centreColumn in centres)
            {
                if (!IsInFinder(centreRow, centreColumn))
                {
                    SetAlignment(centreRow, centreColumn);
                }
            }
        }
    }

    private void SetAlignment(int centreRow, int centreColumn)
    {
        for (var row = centreRow - 2; row <= centreRow + 2; row++)
        {
            for (var column = centreColumn - 2; column <= centreColumn + 2; column++)
            {
                Set(row, column, DistanceFrom(centreRow, centreColumn, row, column) != 1);
            }
        }
    }

    private bool IsInFinder(int row, int column)
    {
        var (isAtTop, isAtLeft) = (row == Timing, column == Timing);
        var (isAtBottom, isAtRight) = (row == Side - FinderSide, column == Side - FinderSide);
        return (isAtTop && (isAtLeft || isAtRight)) || (isAtLeft && isAtBottom);
    }

    private static int DistanceFrom(int centreRow, int centreColumn, int row, int column)
    {
        return Math.Max(Math.Abs(row - centreRow), Math.Abs(column - centreColumn));
    }

    private void TakeFormat()
    {
        foreach (var (first, second) in QrFormat.Places(Side))
        {
            Set(first.Row, first.Column, isDark: false);
            Set(second.Row, second.Column, isDark: false);
        }

        // Always dark, beside the format at the lower left.
        Set(Side - 8, 8, isDark: true);
    }

    /// <summary>The version's number and twelve bits of error correction, twice (section 7.10), from the lowest bit.</summary>
    private void SetVersion(int version)
    {
        var bits = QrFormat.WithRemainder(version, VersionGenerator);
        for (var index = 0; index < 18; index++)
        {
            var isDark = ((bits >> index) & 1) == 1;
            var (along, across) = (index / 3, Side - 11 + (index % 3));
            Set(along, across, isDark);
            Set(across, along, isDark);
        }
    }
}
