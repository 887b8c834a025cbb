using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Rendering.Qr;

/// <summary>
/// The penalty of a masked symbol: the lower the better (ISO/IEC 18004 section 7.8.3). If the standard leaves a choice, this does the same
/// as QRCoder: rule 3 uses windows of eleven modules inside the symbol, never the quiet zone, and counts a pattern with four light modules
/// on both sides once for each side. The rules are the same along rows and columns, so the lines can be either.
/// </summary>
internal static class QrPenalty
{
    private const int Run = 5;
    private const int FinderLike = 11;

    /// <summary>The number of windows in each word: all these end in the same word.</summary>
    private const int Starts = QrLines.WordLength - FinderLike + 1;

    private const int FivePercent = 10;

    /// <summary>In twentieths, that is, in steps of five per cent.</summary>
    private const int Half = 10;

    /// <summary>Scores the symbol of each lane.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="side">Modules per side.</param>
    /// <param name="penalties">The target of the penalties, one for each lane.</param>
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

    /// <summary>
    /// Rules 1 and 3 within lines, and rule 2: the windows of five, of eleven, and of two by two modules that begin in a section of each
    /// line.
    /// </summary>
    private static T Along<T>(ReadOnlySpan<T> lines, int side, int first)
        where T : struct, IQrLanes<T>
    {
        var runStarts = T.Of(StartsOf(Run, side, first));
        var lastRunStart = runStarts & ~T.Of(StartsOf(Run + 1, side, first));
        var finderStarts = T.Of(StartsOf(FinderLike, side, first));
        var blockStarts = T.Of(StartsOf(2, side, first));
        var (runs, ends, finders, blocks) = (default(T), default(T), default(T), default(T));
        // Nothing equals the line before the first one.
        var (upper, upperEqual) = (default(T), default(T));
        for (var line = 0; line < side; line++)
        {
            var modules = From(lines, line, first);
            // Modules that equal the next one; four of them in a row are a run of five.
            var equal = ~(modules ^ (modules >> 1));
            var three = equal & (equal >> 1);
            var run = three & (three >> 2) & runStarts;
            runs += T.CountOnes(run);
            ends += T.CountOnes(run & (~(equal >> 4) | lastRunStart));
            blocks += T.CountOnes(equal & upperEqual & ~(modules ^ upper) & blockStarts);
            finders += T.CountOnes(FinderLikeFrom(modules) & finderStarts);
            (upper, upperEqual) = (modules, equal);
        }

        return RunPoints(runs, ends) + FinderPoints(finders) + BlockPoints(blocks);
    }

    /// <summary>
    /// Positions where a finder begins after four light modules (00001011101), or four light modules after a finder (10111010000).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FinderLikeFrom<T>(T modules)
        where T : struct, IQrLanes<T>
    {
        var dark = modules & (modules >> 2);
        var finder = dark & (dark >> 4) & (modules >> 3) & ~((modules >> 1) | (modules >> 5));
        var notLight = modules | (modules >> 1);
        notLight |= notLight >> 2;
        return ((finder >> 4) & ~notLight) | (finder & ~(notLight >> 7));
    }

    /// <summary>A word of modules of a line, from any module on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T From<T>(ReadOnlySpan<T> lines, int line, int first)
        where T : struct, IQrLanes<T>
    {
        var (word, offset) = (first / QrLines.WordLength, first % QrLines.WordLength);
        var index = (line * QrLines.Words) + word;
        var low = lines[index] >> offset;
        // In two steps, because a shift by 64 would be a shift by 0.
        return word < QrLines.Words - 1 ? low | (lines[index + 1] << 1 << (QrLines.WordLength - 1 - offset)) : low;
    }

    /// <summary>The positions in a section where windows of a length begin, as far as they end inside the line.</summary>
    private static ulong StartsOf(int length, int side, int first) => QrLines.Ones(Math.Min(side - length + 1 - first, Starts), 0);

    /// <summary>Rule 1 across lines, in one word of each.</summary>
    private static T RunsAcross<T>(ReadOnlySpan<T> lines, int side, int word)
        where T : struct, IQrLanes<T>
    {
        var (runs, ends) = (default(T), default(T));
        var inside = T.Of(QrLines.Ones(side, word));
        // Modules that equal the line before; those that equal the two before, now and one line earlier; the fifth or a later one of equal
        // modules.
        var (last, equal, three, threeBefore, run) = (~lines[word], default(T), default(T), default(T), default(T));
        for (var index = word; index < side * QrLines.Words; index += QrLines.Words)
        {
            var modules = lines[index];
            var equalNow = ~(modules ^ last) & inside;
            // Runs that continue do not end here.
            ends += T.CountOnes(run & ~equalNow);
            var threeNow = equalNow & equal;
            run = threeNow & threeBefore;
            runs += T.CountOnes(run);
            (last, equal, three, threeBefore) = (modules, equalNow, threeNow, three);
        }

        return RunPoints(runs, ends + T.CountOnes(run));
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

    /// <summary>
    /// The modules of a finder (dark, light, three dark, light, dark) with four light ones before or after: 00001011101 or 10111010000.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T IsFinderLike<T>(T a, T b, T c, T d, T e, T f, T g, T h, T i, T j, T k)
        where T : struct, IQrLanes<T>
    {
        // Five modules are the same in both; the other six are opposite.
        var both = e & g & ~(b | f | j);
        var (first, second) = (a & c & d, h & i & k);
        var (firstIsLight, secondIsLight) = (~(a | c | d), ~(h | i | k));
        return both & ((first & secondIsLight) | (second & firstIsLight));
    }

    /// <summary>
    /// Three points for a run of five and one for each further module: one for each window of five, and two for each run.
    /// </summary>
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

    /// <summary>
    /// Rule 4: the multiples of five per cent next to the share of dark modules, below and above it; the one closer to a half counts.
    /// </summary>
    private static int OfBalance(int dark, int side)
    {
        var below = dark * 20 / (side * side);
        return Math.Min(Math.Abs(below - Half), Math.Abs(below + 1 - Half)) * FivePercent;
    }
}
