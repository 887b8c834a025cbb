namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>
/// The objects of a PDF, found by going through the file from beginning to end. Cross-reference tables are not used, because they may be
/// damaged or wrong; this way the streams of all versions of the document are found, so that none is hidden. Work and memory are limited by
/// the file's own size and by a budget for decompression.
/// </summary>
internal sealed class PdfObjects
{
    private const int MostObjects = 50_000;
    private const int MostSteps = 8;

    private readonly ReadOnlyMemory<byte> file;
    private readonly Dictionary<int, object?> values = [];
    private readonly List<PdfStream> streams = [];

    private PdfObjects(ReadOnlyMemory<byte> file) => this.file = file;

    /// <summary>All streams.</summary>
    public IReadOnlyList<PdfStream> Streams => streams;

    /// <summary>Whether it is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>All values that are not streams.</summary>
    public IEnumerable<object?> Values => values.Values;

    /// <summary>Goes through a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="budget">The budget for decompression.</param>
    public static PdfObjects Find(ReadOnlyMemory<byte> file, UnpackingBudget budget)
    {
        var objects = new PdfObjects(file);
        objects.FindAll();
        foreach (var packed in objects.streams.Where(stream => stream.IsOfType("ObjStm")).ToList())
        {
            objects.AddPacked(packed, budget);
        }

        objects.IsEncrypted |= objects.streams.Exists(stream => stream.IsOfType("XRef") && stream.Dictionary.ContainsKey("Encrypt"));
        return objects;
    }

    /// <summary>A value, or the one to which a reference points; null if it points to nothing.</summary>
    public object? Resolve(object? value)
    {
        for (var step = 0; value is PdfReference reference; step++)
        {
            value = step < MostSteps && values.TryGetValue(reference.Number, out var found) ? found : null;
        }

        return value;
    }

    /// <summary>An entry of a dictionary, or the value to which it refers.</summary>
    public object? Get(IReadOnlyDictionary<string, object?> dictionary, string name) => Resolve(dictionary.GetValueOrDefault(name));

    private void FindAll()
    {
        var bytes = file.Span;
        var trailer = IndexOf(bytes, "trailer"u8, 0);
        for (var position = 0; position < bytes.Length && values.Count + streams.Count < MostObjects;)
        {
            var next = IndexOf(bytes, "obj"u8, position);
            while (trailer < next)
            {
                trailer = IndexOf(bytes, "trailer"u8, ReadTrailer(trailer));
            }

            if (next == bytes.Length)
            {
                return;
            }

            position = NumberBefore(bytes[..next]) is { } number ? ReadObject(number, next + 3) : next + 3;
            trailer = trailer < position ? IndexOf(bytes, "trailer"u8, position) : trailer;
        }
    }

    /// <summary>Reads a trailer and returns the position of its end.</summary>
    private int ReadTrailer(int position)
    {
        var lexer = new PdfLexer(file.Span, position + "trailer".Length);
        IsEncrypted |= lexer.Read() is Dictionary<string, object?> entries && entries.ContainsKey("Encrypt");
        return lexer.Position;
    }

    /// <summary>Reads an object and returns the position of its end.</summary>
    private int ReadObject(int number, int position)
    {
        var bytes = file.Span;
        var lexer = new PdfLexer(bytes, position);
        var value = lexer.Read();
        if (value is not Dictionary<string, object?> dictionary || !lexer.TryTake("stream"u8))
        {
            values[number] = value;
            return lexer.Position;
        }

        var start = lexer.Position;
        start += bytes[start..].StartsWith("\r\n"u8) ? 2 : 1;
        start = Math.Min(start, bytes.Length);
        var length = LengthOf(dictionary, start);
        streams.Add(new PdfStream(number, dictionary, file.Slice(start, length)));
        return start + length;
    }

    /// <summary>The declared length, if the end of the stream follows it; else the length up to the next end.</summary>
    private int LengthOf(Dictionary<string, object?> dictionary, int start)
    {
        var rest = file.Span[start..];
        if (Resolve(dictionary.GetValueOrDefault("Length")) is double length and >= 0 && length <= rest.Length)
        {
            var after = new PdfLexer(rest, (int)length);
            if (after.TryTake("endstream"u8))
            {
                return (int)length;
            }
        }

        var end = rest.IndexOf("endstream"u8);
        if (end < 0)
        {
            return rest.Length;
        }

        // The end of line before it is not part of the data.
        end -= end > 0 && rest[end - 1] == '\n' ? 1 : 0;
        return end - (end > 0 && rest[end - 1] == '\r' ? 1 : 0);
    }

    /// <summary>Adds the objects in an object stream (ISO 32000-1, section 7.5.7).</summary>
    private void AddPacked(PdfStream packed, UnpackingBudget budget)
    {
        if (Get(packed.Dictionary, "N") is not double count
            || Get(packed.Dictionary, "First") is not double first
            || packed.Unpack(this, budget) is not { } content)
        {
            return;
        }

        var head = new PdfLexer(content, 0);
        var places = new List<(int Number, int Start)>();
        while (places.Count < count
            && places.Count < MostObjects
            && head.Read() is double number and >= 0 and <= int.MaxValue
            && head.Read() is double offset)
        {
            places.Add(((int)number, (int)Math.Clamp(first + offset, 0, content.Length)));
        }

        // Each extends to the next one, so that none is read twice.
        for (var index = 0; index < places.Count && values.Count < MostObjects; index++)
        {
            var (start, end) = (places[index].Start, index + 1 < places.Count ? places[index + 1].Start : content.Length);
            if (start < end)
            {
                values.TryAdd(places[index].Number, new PdfLexer(content.AsSpan(0, end), start).Read());
            }
        }
    }

    /// <summary>The number in <c>12 0 obj</c>; null if there is none.</summary>
    private static int? NumberBefore(ReadOnlySpan<byte> before)
    {
        const int longest = 32;
        var text = before[Math.Max(0, before.Length - longest)..];
        return IsTakenOff(ref text, out _) && IsTakenOff(ref text, out var number) ? number : null;
    }

    /// <summary>Removes white space and the number before it from the end.</summary>
    private static bool IsTakenOff(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        var trimmed = text.TrimEnd("\0\t\n\f\r "u8);
        var digits = trimmed[(trimmed.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1)..];
        text = trimmed[..^digits.Length];
        return digits.Length is > 0 and < 10 && int.TryParse(digits, out number);
    }

    /// <summary>The next position of some bytes; the end if they do not occur.</summary>
    private static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> what, int from)
    {
        var found = from < bytes.Length ? bytes[from..].IndexOf(what) : -1;
        return found < 0 ? bytes.Length : from + found;
    }
}
