using ZXing.Common;

namespace Divoc.Functions.Verification.Files.Codes;

/// <summary>
/// Finds the squares in the corners of QR codes: dark and light in the proportion 1:1:3:1:1 along every line through their centre (ISO/IEC
/// 18004, section 13). The work is limited for any picture; ZXing's own search is cubic in the number of squares, and a picture can have
/// thousands.
/// </summary>
internal sealed class FinderSearch(BitMatrix dark)
{
    private const int MostChecks = 60_000;
    private const int MostMarks = 200;
    private const int Runs = 5;
    private const int ModulesAcross = 7;

    private readonly List<FinderMark> marks = [];
    private int checks;

    /// <summary>The squares, those found in most rows first.</summary>
    public IReadOnlyList<FinderMark> Find()
    {
        var step = Math.Clamp(dark.Height / 800, 1, 3);
        BitArray? row = null;
        for (var y = step / 2; y < dark.Height && checks < MostChecks; y += step)
        {
            row = dark.getRow(y, row);
            SearchRow(row, y);
        }

        return [.. marks.OrderByDescending(mark => mark.Rows)];
    }

    private void SearchRow(BitArray row, int y)
    {
        Span<int> runs = stackalloc int[Runs];
        var end = row.getNextSet(0);
        for (var count = 1; end < dark.Width && checks < MostChecks; count++)
        {
            var isDark = count % 2 == 1;
            var start = end;
            end = isDark ? row.getNextUnset(start) : row.getNextSet(start);
            runs[1..].CopyTo(runs);
            runs[^1] = end - start;
            if (isDark && count >= Runs && IsSquare(runs))
            {
                checks++;
                Check(end - runs[4] - runs[3] - (runs[2] / 2f), y, Sum(runs));
            }
        }
    }

    /// <summary>Checks a candidate from a row: down, then along the row again, then along both diagonals.</summary>
    private void Check(float x, int y, int length)
    {
        if (Cross(x, y + 0.5f, 0, 1, length) is not { } down
            || Cross(x, y + 0.5f + down.Shift, 1, 0, length) is not { } along
            || Cross(x + along.Shift, y + 0.5f + down.Shift, 1, 1, length) is null
            || Cross(x + along.Shift, y + 0.5f + down.Shift, 1, -1, length) is null)
        {
            return;
        }

        var found = new FinderMark(new Place(x + along.Shift, y + 0.5f + down.Shift), (along.Length + down.Length) / 2f / ModulesAcross, 1);
        var known = marks.FindIndex(mark => mark.IsSame(found));
        if (known >= 0)
        {
            marks[known] = marks[known].With(found);
        }
        else if (marks.Count < MostMarks)
        {
            marks.Add(found);
        }
    }

    /// <summary>Follows a line through a dark place; null if it does not cross a square.</summary>
    /// <param name="x">The place.</param>
    /// <param name="y">The place.</param>
    /// <param name="right">The step to the right.</param>
    /// <param name="down">The step down.</param>
    /// <param name="length">The approximate number of pixels that it crosses.</param>
    /// <returns>The number of steps to the centre, and the number of steps inside the square.</returns>
    private (float Shift, int Length)? Cross(float x, float y, int right, int down, int length)
    {
        Span<int> runs = stackalloc int[Runs];
        var most = 2 * length;
        var (column, line) = ((int)x, (int)y);
        if (!IsDark(column, line))
        {
            return null;
        }

        var ahead = Walk(column, line, right, down, runs[2..], most);
        Span<int> back = stackalloc int[3];
        var behind = Walk(column - right, line - down, -right, -down, back, most);
        if (!ahead || !behind)
        {
            return null;
        }

        var (before, after) = (back[0], runs[2]);
        runs[2] += back[0];
        (runs[1], runs[0]) = (back[1], back[2]);
        var total = Sum(runs);
        var isFit = IsSquare(runs) && (right != 0 && down != 0 || Math.Abs(total - length) < length / 2f);

        // The place can be anywhere in its pixel.
        var within = right != 0 ? column + 0.5f - x : line + 0.5f - y;
        return isFit ? (((after - before - 1) / 2f) + within, total) : null;
    }

    /// <summary>Counts dark, light and dark pixels from a place on; false if one of these runs does not end in time.</summary>
    private bool Walk(int x, int y, int right, int down, Span<int> runs, int most)
    {
        for (var run = 0; run < 3; run++)
        {
            for (runs[run] = 0; IsInside(x, y) && dark[x, y] == (run != 1); runs[run]++)
            {
                if (runs[run] > most)
                {
                    return false;
                }

                (x, y) = (x + right, y + down);
            }

            if (runs[run] == 0 && run > 0)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsDark(int x, int y) => IsInside(x, y) && dark[x, y];

    private bool IsInside(int x, int y) => x >= 0 && y >= 0 && x < dark.Width && y < dark.Height;

    private static int Sum(ReadOnlySpan<int> runs) => runs[0] + runs[1] + runs[2] + runs[3] + runs[4];

    private static bool IsSquare(ReadOnlySpan<int> runs)
    {
        var module = Sum(runs) / (float)ModulesAcross;
        var most = module / 2;
        return Sum(runs) >= ModulesAcross
            && Math.Abs(module - runs[0]) < most && Math.Abs(module - runs[1]) < most && Math.Abs((3 * module) - runs[2]) < 3 * most
            && Math.Abs(module - runs[3]) < most && Math.Abs(module - runs[4]) < most;
    }
}

/// <summary>A square in the corner of a code, or something that looks like one.</summary>
/// <param name="Center">Its centre.</param>
/// <param name="Module">Pixels per module, along rows and columns of the picture.</param>
/// <param name="Rows">The number of rows in which it was found.</param>
internal sealed record FinderMark(Place Center, float Module, int Rows)
{
    /// <summary>Whether another one is the same square, found in another row.</summary>
    public bool IsSame(FinderMark other)
    {
        return (Center - other.Center).Length < 2 * Module && Math.Abs(Module - other.Module) < Math.Max(1, Module / 2);
    }

    /// <summary>Both joined into one.</summary>
    public FinderMark With(FinderMark other)
    {
        var rows = Rows + other.Rows;
        return new FinderMark(
            ((Center * Rows) + (other.Center * other.Rows)) * (1f / rows), ((Module * Rows) + (other.Module * other.Rows)) / rows, rows);
    }
}
