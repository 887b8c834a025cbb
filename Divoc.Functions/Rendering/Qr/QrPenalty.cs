using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// How badly a masked symbol may read: the lower the better (ISO/IEC 18004 section 7.8.3). Where the standard leaves a choice, it is QRCoder's: rule 3 looks at windows of
/// eleven modules inside the symbol, never at the quiet zone, and counts a pattern with four light modules on either side once for each side. The rules are the same along
/// rows and columns, so that it does not matter which of both the lines are.
/// </summary>
internal static class QrPenalty
{
    private const int Run = 5;
    private const int FinderLike = 11;

    /// <summary>How many windows of each word are looked at: all these end in the same word.</summary>
    private const int Starts = QrLines.WordLength - FinderLike + 1;

    private const int FivePercent = 10;

    /// <summary>In twentieths, that is in steps of five per cent.</summary>
    private const int Half = 10;

    /// <summary>Scores the symbol of each lane.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="side">Modules a side.</param>
    /// <param name="penalties">Where the penalties go, one a lane.</param>
    public static void Of<T>(ReadOnlySpan<T> lines, int side, Span<ulong> penalties)
        where T : struct, IQrLanes<T>
    {
        var (points, dark) = (default(T), default(T));
        for (var word = 0; word * QrLines.WordLength < side; word++)
        {
            points += RunsAcross(lines, side, word) + FinderLikeAcross(lines, side, word);
            dark += Dark(lines, side, word);
        }

        for (var first = 0; first < side; first += Starts)
        {
            points += Along(lines, side, first);
        }

        Span<T> totals = [points, dark];
        var numbers = MemoryMarshal.Cast<T, ulong>(totals);
        for (var lane = 0; lane < T.Count; lane++)
        {
            penalties[lane] = numbers[lane] + (ulong)OfBalance((int)numbers[T.Count + lane], side);
        }
    }

    /// <summary>Rules 1 and 3 within lines, and rule 2: those windows of five, of eleven, and of two by two modules that begin in a stretch of each line.</summary>
    private static T Along<T>(ReadOnlySpan<T> lines, int side, int first)
        where T : struct, IQrLanes<T>
    {
        var runStarts = T.Of(StartsOf(Run, side, first));
        var lastRunStart = runStarts & ~T.Of(StartsOf(Run + 1, side, first));
        var finderStarts = T.Of(StartsOf(FinderLike, side, first));
        var blockStarts = T.Of(StartsOf(2, side, first));
        var (runs, ends, finders, blocks) = (default(T), default(T), default(T), default(T));
        // Before the first line no block is of one colour.
        var (upper, nextUpper) = (default(T), ~default(T));
        for (var line = 0; line < side; line++)
        {
            var a = From(lines, line, first);
            var (b, c, d, e, f) = (a >> 1, a >> 2, a >> 3, a >> 4, a >> 5);
            var (g, h, i, j, k) = (a >> 6, a >> 7, a >> 8, a >> 9, a >> 10);
            var run = AreEqual(a, b, c, d, e) & runStarts;
            runs += T.CountOnes(run);
            ends += T.CountOnes(run & ((e ^ f) | lastRunStart));
            finders += T.CountOnes(IsFinderLike(a, b, c, d, e, f, g, h, i, j, k) & finderStarts);
            blocks += T.CountOnes(((a & b & upper & nextUpper) | ~(a | b | upper | nextUpper)) & blockStarts);
            (upper, nextUpper) = (a, b);
        }

        return RunPoints(runs, ends) + FinderPoints(finders) + BlockPoints(blocks);
    }

    /// <summary>A word of modules of a line, from one on that need not be the first of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T From<T>(ReadOnlySpan<T> lines, int line, int first)
        where T : struct, IQrLanes<T>
    {
        var (word, offset) = (first / QrLines.WordLength, first % QrLines.WordLength);
        var index = (line * QrLines.Words) + word;
        var low = lines[index] >> offset;
        // In two steps, since a shift by 64 would be one by 0.
        return word < QrLines.Words - 1 ? low | (lines[index + 1] << 1 << (QrLines.WordLength - 1 - offset)) : low;
    }

    /// <summary>Where windows of a length begin in a stretch, as far as they end inside the line.</summary>
    private static ulong StartsOf(int length, int side, int first) => QrLines.Ones(Math.Min(side - length + 1 - first, Starts), 0);

    /// <summary>Rule 1 across lines, in one word of each.</summary>
    private static T RunsAcross<T>(ReadOnlySpan<T> lines, int side, int word)
        where T : struct, IQrLanes<T>
    {
        const int step = QrLines.Words;
        var (runs, ends) = (default(T), default(T));
        var inside = T.Of(QrLines.Ones(side, word));
        for (var index = word; index < (side - Run) * step; index += step)
        {
            var window = lines.Slice(index, (Run * step) + 1);
            var run = AreEqual(window[0], window[step], window[2 * step], window[3 * step], window[4 * step]) & inside;
            runs += T.CountOnes(run);
            ends += T.CountOnes(run & (window[4 * step] ^ window[5 * step]));
        }

        var last = lines[(((side - Run) * step) + word)..];
        var lastRuns = T.CountOnes(AreEqual(last[0], last[step], last[2 * step], last[3 * step], last[4 * step]) & inside);
        return RunPoints(runs + lastRuns, ends + lastRuns);
    }

    /// <summary>Rule 3 across lines, in one word of each.</summary>
    private static T FinderLikeAcross<T>(ReadOnlySpan<T> lines, int side, int word)
        where T : struct, IQrLanes<T>
    {
        const int step = QrLines.Words;
        var finders = default(T);
        for (var index = word; index < (side - FinderLike + 1) * step; index += step)
        {
            var window = lines.Slice(index, ((FinderLike - 1) * step) + 1);
            finders += T.CountOnes(IsFinderLike(
                window[0],
                window[step],
                window[2 * step],
                window[3 * step],
                window[4 * step],
                window[5 * step],
                window[6 * step],
                window[7 * step],
                window[8 * step],
                window[9 * step],
                window[10 * step]));
        }

        return FinderPoints(finders);
    }

    private static T Dark<T>(ReadOnlySpan<T> lines, int side, int word)
        where T : struct, IQrLanes<T>
    {
        var dark = default(T);
        for (var index = word; index < side * QrLines.Words; index += QrLines.Words)
        {
            dark += T.CountOnes(lines[index]);
        }

        return dark;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AreEqual<T>(T a, T b, T c, T d, T e)
        where T : struct, IQrLanes<T>
    {
        return (a & b & c & d & e) | ~(a | b | c | d | e);
    }

    /// <summary>The modules of a finder (dark, light, three dark, light, dark) with four light ones before or behind: 00001011101 or 10111010000.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T IsFinderLike<T>(T a, T b, T c, T d, T e, T f, T g, T h, T i, T j, T k)
        where T : struct, IQrLanes<T>
    {
        // Five modules are the same in both; the other six are the opposite.
        var both = e & g & ~(b | f | j);
        var (first, second) = (a & c & d, h & i & k);
        var (firstIsLight, secondIsLight) = (~(a | c | d), ~(h | i | k));
        return both & ((first & secondIsLight) | (second & firstIsLight));
    }

    /// <summary>Three points for a run of five and one for each module more: one for each window of five, and two for each run.</summary>
    private static T RunPoints<T>(T windows, T runs)
        where T : struct, IQrLanes<T>
    {
        return windows + runs + runs;
    }

    /// <summary>Forty each.</summary>
    private static T FinderPoints<T>(T count)
        where T : struct, IQrLanes<T>
    {
        return (count << 5) + (count << 3);
    }

    /// <summary>Three each.</summary>
    private static T BlockPoints<T>(T count)
        where T : struct, IQrLanes<T>
    {
        return count + count + count;
    }

    /// <summary>Rule 4: the multiples of five per cent next to the share of dark modules, below and above it; the one nearer to a half counts.</summary>
    private static int OfBalance(int dark, int side)
    {
        var below = dark * 20 / (side * side);
        return Math.Min(Math.Abs(below - Half), Math.Abs(below + 1 - Half)) * FivePercent;
    }
}
