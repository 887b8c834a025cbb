using System.IO.Compression;

namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>A stream of a PDF.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Dictionary">Its dictionary.</param>
/// <param name="Data">Its bytes as in the file.</param>
internal sealed record PdfStream(int Number, IReadOnlyDictionary<string, object?> Dictionary, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether it has a type.</summary>
    public bool IsOfType(string type) => Dictionary.GetValueOrDefault("Type") is PdfName name && name.Text == type;

    /// <summary>Whether it has a subtype.</summary>
    public bool IsOfSubtype(string subtype) => Dictionary.GetValueOrDefault("Subtype") is PdfName name && name.Text == subtype;

    /// <summary>The names of its filters, in the order of decoding.</summary>
    public IReadOnlyList<string> Filters(PdfObjects objects) => objects.Get(Dictionary, "Filter") switch
    {
        PdfName one => [one.Text],
        List<object?> several => [.. several.Select(filter => objects.Resolve(filter)).Select(filter => (filter as PdfName)?.Text ?? "")],
        _ => [],
    };

    /// <summary>
    /// The decompressed bytes; null if they were compressed in another way than with DEFLATE, are damaged from the start, or exceed the
    /// budget.
    /// </summary>
    public byte[]? Unpack(PdfObjects objects, UnpackingBudget budget)
    {
        return Filters(objects) switch
        {
            [] => Data.Length <= budget.Left ? Data.ToArray() : null,
            ["FlateDecode"] when Predictor(objects) <= 1 => Inflate(budget),
            _ => null,
        };
    }

    /// <summary>The predictor of the rows: 1 for none, 10 to 15 as in PNG.</summary>
    public int Predictor(PdfObjects objects) => Parameter(objects, "Predictor") ?? 1;

    /// <summary>A parameter of its last filter.</summary>
    public int? Parameter(PdfObjects objects, string name)
    {
        var parameters = objects.Get(Dictionary, "DecodeParms");
        parameters = parameters is List<object?> { Count: > 0 } several ? objects.Resolve(several[^1]) : parameters;
        return parameters is Dictionary<string, object?> entries && objects.Get(entries, name) is double number and >= 0 and <= int.MaxValue
            ? (int)number
            : null;
    }

    /// <summary>Its data, decompressed while they are read.</summary>
    public Stream OpenInflated() => new ZLibStream(new MemoryStream(Data.ToArray(), writable: false), CompressionMode.Decompress);

    private byte[]? Inflate(UnpackingBudget budget)
    {
        using var target = new MemoryStream();
        using var source = OpenInflated();
        var buffer = new byte[16 * 1024];
        try
        {
            for (var count = source.Read(buffer); count > 0; count = source.Read(buffer))
            {
                if (!budget.Take(count))
                {
                    return null;
                }

                target.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            // The data before the damage have been read.
        }

        return target.Length == 0 ? null : target.ToArray();
    }
}

/// <summary>How many bytes of a file may still be decompressed.</summary>
/// <param name="most">The limit.</param>
internal sealed class UnpackingBudget(int most)
{
    /// <summary>The bytes that are left.</summary>
    public int Left { get; private set; } = most;

    /// <summary>Takes bytes; false, and nothing is left, if there are not enough.</summary>
    public bool Take(int bytes)
    {
        var isThere = bytes <= Left;
        Left = isThere ? Left - bytes : 0;
        return isThere;
    }
}
