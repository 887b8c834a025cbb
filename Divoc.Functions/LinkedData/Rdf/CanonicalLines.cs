namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>Lines gathered in one buffer, then sorted as the canonical form asks.</summary>
internal sealed class CanonicalLines : IDisposable
{
    private readonly CanonicalForm form;
    private readonly Comparison<(int Start, int Length)> byText;
    private readonly List<(int Start, int Length)> lines;
    private int start;

    public CanonicalLines(CanonicalForm form, int maximumBytes, int count)
    {
        this.form = form;
        lines = new(count);
        byText = (left, right) => Compare(TextOf(left), TextOf(right));
        Buffer = new Utf8Builder(4096, maximumBytes);
    }

    /// <summary>Where the next line is written; <see cref="EndLine"/> closes it.</summary>
    public Utf8Builder Buffer { get; }

    public void Dispose() => Buffer.Dispose();

    public void Clear()
    {
        Buffer.Clear();
        lines.Clear();
        start = 0;
    }

    public void EndLine()
    {
        lines.Add((start, Buffer.Length - start));
        start = Buffer.Length;
    }

    /// <summary>Appends the lines in order to <paramref name="output"/>.</summary>
    public void WriteSorted(Utf8Builder output)
    {
        lines.Sort(byText);
        foreach (var line in lines)
        {
            output.Append(TextOf(line));
        }
    }

    private ReadOnlySpan<byte> TextOf((int Start, int Length) line) => Buffer.Slice(line.Start, line.Length);

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // The order of UTF-8 bytes is that of code points.
        var order = left.SequenceCompareTo(right);
        if (form == CanonicalForm.Rdfc10)
        {
            return order;
        }

        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return order;
        }

        // In UTF-16 the surrogates (UTF-8 first byte F0 and above) come before U+E000 to U+FFFF (first byte EE or EF).
        var (first, second) = (left[common], right[common]);
        return first >= 0xEE && second >= 0xEE && (first >= 0xF0) != (second >= 0xF0) ? -order : order;
    }
}
