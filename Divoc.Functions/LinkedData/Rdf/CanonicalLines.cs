namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>Lines collected in one buffer, then sorted as the canonical form requires.</summary>
internal sealed class CanonicalLines : IDisposable
{
    private readonly Comparison<(int Start, int Length)> byText;
    private readonly List<(int Start, int Length)> lines;
    private int start;

    public CanonicalLines(CanonicalForm form, int maximumBytes, int count)
    {
        lines = new(count);
        byText = form == CanonicalForm.Rdfc10
            ? (left, right) => TextOf(left).SequenceCompareTo(TextOf(right))
            : (left, right) => Utf16Order.Compare(TextOf(left), TextOf(right));
        Buffer = new Utf8Builder(4096, maximumBytes);
    }

    /// <summary>The buffer for the next line; <see cref="EndLine"/> ends the line.</summary>
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
}
