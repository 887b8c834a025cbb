using Divoc.Functions.Verification.Files.Codes;

namespace Divoc.Functions.Verification.Files.Pdf;

/// <summary>
/// Reads the parts of a certificate in a PDF: the attached files, and the codes on its pages, as pictures or as rectangles. The program has
/// its own reader, which is not a renderer, because available ones can't be limited (a file of 1.8 KB whose drawings call each other took
/// PdfPig 28 seconds and 600 MiB).
/// </summary>
internal static class PdfReader
{
    private const int LargestAttachment = 64 * 1024;
    private const int MostAttachments = 20;
    private const int MostPictures = 10;
    private const int MostDrawings = 2;
    private const double LeastStretch = 1.2;
    private const double MostStretch = 2;
    private const int MostUnpacked = 8 * 1024 * 1024;

    /// <summary>Reads a file. Never throws because of its content.</summary>
    public static PdfContent Read(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var budget = new UnpackingBudget(MostUnpacked);
        var objects = PdfObjects.Find(file, budget);
        return objects.IsEncrypted
            ? new PdfContent(IsEncrypted: true, [], [])
            : new PdfContent(IsEncrypted: false, Attachments(objects), Codes(objects, budget, cancellationToken));
    }

    private static List<ReadOnlyMemory<byte>> Attachments(PdfObjects objects)
    {
        var named = objects.Values.SelectMany(value => FilesOf(objects, value)).ToHashSet();
        var files = objects.Streams.Where(stream => stream.IsOfType("EmbeddedFile") || named.Contains(stream.Number)).Take(MostAttachments);
        return [.. files.Select(stream => stream.Unpack(objects, new UnpackingBudget(LargestAttachment)))
            .OfType<byte[]>()
            .Select(bytes => (ReadOnlyMemory<byte>)bytes)];
    }

    /// <summary>The numbers of the streams in a file specification (ISO 32000-1, section 7.11.3).</summary>
    private static IEnumerable<int> FilesOf(PdfObjects objects, object? value)
    {
        return value is Dictionary<string, object?> entries && objects.Get(entries, "EF") is Dictionary<string, object?> files
            ? files.Values.OfType<PdfReference>().Select(reference => reference.Number)
            : [];
    }

    private static List<byte[]> Codes(PdfObjects objects, UnpackingBudget budget, CancellationToken cancellationToken)
    {
        var codes = new List<byte[]>();
        var stretched = new List<GrayPicture>();
        var pixels = new UnpackingBudget(PictureDecoder.MostPixels);
        foreach (var stream in objects.Streams.Where(stream => stream.IsOfSubtype("Image")).Take(MostPictures))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (PdfImage.Read(objects, stream, pixels) is { } picture)
            {
                var found = CodeScanner.Scan(picture);
                codes.AddRange(found);
                stretched.AddRange(found.Count == 0 && IsStretched(picture) ? [picture] : []);
            }
        }

        codes.AddRange(CodesInSquares(stretched, cancellationToken));

        foreach (var picture in Drawings(objects, budget))
        {
            cancellationToken.ThrowIfCancellationRequested();
            codes.AddRange(CodeScanner.Scan(picture));
        }

        return codes;
    }

    /// <summary>Whether a picture may show a square that the page stretches to its final size.</summary>
    private static bool IsStretched(GrayPicture picture)
    {
        var (shorter, longer) = ((double)Math.Min(picture.Width, picture.Height), Math.Max(picture.Width, picture.Height));
        return longer >= shorter * LeastStretch && longer <= shorter * MostStretch;
    }

    /// <summary>The codes in pictures that are stretched to squares, as far as these together do not exceed the pixel limit.</summary>
    private static List<byte[]> CodesInSquares(List<GrayPicture> pictures, CancellationToken cancellationToken)
    {
        var codes = new List<byte[]>();
        var pixels = new UnpackingBudget(PictureDecoder.MostPixels);
        foreach (var picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var side = Math.Max(picture.Width, picture.Height);
            if (pixels.Take(side * side))
            {
                codes.AddRange(CodeScanner.Scan(picture.Squared()));
            }
        }

        return codes;
    }

    /// <summary>The drawings with the most shapes first: a code has thousands.</summary>
    private static IEnumerable<GrayPicture> Drawings(PdfObjects objects, UnpackingBudget budget)
    {
        var drawings = new List<PdfDrawing>();
        try
        {
            foreach (var stream in objects.Streams.Where(IsDrawing))
            {
                if (stream.Unpack(objects, budget) is { } content)
                {
                    drawings.Add(PdfDrawing.Read(content));
                    DropSmallest(drawings);
                }
            }

            foreach (var drawing in drawings)
            {
                if (drawing.Paint() is { } picture)
                {
                    yield return picture;
                }
            }
        }
        finally
        {
            drawings.ForEach(drawing => drawing.Dispose());
        }
    }

    private static void DropSmallest(List<PdfDrawing> drawings)
    {
        if (drawings.Count > MostDrawings)
        {
            var smallest = drawings.MinBy(drawing => drawing.Shapes)!;
            drawings.Remove(smallest);
            smallest.Dispose();
        }
    }

    /// <summary>A page's content has no type; a form is drawn by several pages.</summary>
    private static bool IsDrawing(PdfStream stream)
    {
        return stream.IsOfSubtype("Form")
            || (!stream.Dictionary.ContainsKey("Type")
                && !stream.Dictionary.ContainsKey("Subtype")
                && !stream.Dictionary.ContainsKey("Length1")
                && !stream.Dictionary.ContainsKey("N"));
    }
}

/// <summary>The content of a PDF.</summary>
/// <param name="IsEncrypted">Whether it is encrypted; then nothing was read.</param>
/// <param name="Attachments">The attached files.</param>
/// <param name="Codes">The contents of the codes on its pages.</param>
internal sealed record PdfContent(bool IsEncrypted, IReadOnlyList<ReadOnlyMemory<byte>> Attachments, IReadOnlyList<byte[]> Codes);
