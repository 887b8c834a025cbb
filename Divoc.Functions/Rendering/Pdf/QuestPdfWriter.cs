using System.Collections.Concurrent;
using System.Globalization;
using QuestPDF.Drawing;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Divoc.Functions.Rendering.Pdf;

/// <summary>
/// Writes PDF with QuestPDF, instead of the default writer. Part of the program only in builds with <c>CardPackages=true</c>. It shares
/// only colours, sizes and font files with the default writer. Thread-safe.
/// </summary>
public sealed class QuestPdfWriter : IPdfWriter
{
    // QuestPDF knows fonts by name for the whole process. Each font file gets its own name: no weight is matched or imitated.
    private static readonly ConcurrentDictionary<FontFile, Lazy<string>> OwnNames = [];
    private static readonly Lazy<Dictionary<FontWeight, string[]>> ShippedNames = new(RegisterShipped);

    // Scales of the text, tried in this order.
    private static readonly float[] Scales = [1, 0.87f, 0.76f];

    // Codes after the first, which is on the first page.
    private const int CodesOnAPage = 4;

    /// <summary>
    /// Sets the licence and keeps the fonts of the machine out of the pages. The first call to QuestPDF loads its native library: if that
    /// is missing, this throws, and the rehearsal at start refuses to start the program.
    /// </summary>
    public QuestPdfWriter(IOptions<QuestPdfOptions> options)
    {
        QuestPDF.Settings.License = Enum.Parse<LicenseType>(options.Value.LicenseInUse);
        QuestPDF.Settings.UseEnvironmentFonts = false;
        QuestPDF.Settings.EnableDebugging = false;
        QuestPDF.Settings.CheckIfAllTextGlyphsAreAvailable = false;
    }

    /// <inheritdoc/>
    public RenderedPdf Write(CertificatePage page)
    {
        var pdf = Generate(page);
        return new RenderedPdf(page.Attachments.Count == 0 ? pdf : Attach(pdf, page));
    }

    /// <summary>Uses the largest text that fits on one page plus those of further codes; otherwise large text on more pages.</summary>
    private static byte[] Generate(CertificatePage page)
    {
        var wanted = 1 + ((Math.Max(page.Codes.Count - 1, 0) + CodesOnAPage - 1) / CodesOnAPage);
        byte[]? largest = null;
        foreach (var scale in Scales)
        {
            var composed = new QuestPdfPage(page, FontsOf(page.Fixed.Fonts), scale);
            var pdf = Generate(page, composed);
            if (composed.Pages <= wanted)
            {
                return pdf;
            }

            largest ??= pdf;
        }

        return largest!;
    }

    private static byte[] Generate(CertificatePage page, QuestPdfPage composed)
    {
        var properties = DocumentProperties.Of(page);
        return Document.Create(document => document.Page(composed.Compose))
            .WithMetadata(new DocumentMetadata
            {
                Title = properties.Title,
                Author = properties.Author,
                Subject = properties.Subject,
                Language = properties.Language,
                Creator = DocumentProperties.Creator,
                Producer = "QuestPDF",
                CreationDate = properties.Created,
                ModifiedDate = properties.Created,
            })
            .WithSettings(new DocumentSettings { PDFA_Conformance = PDFA_Conformance.PDFA_3B, CompressDocument = true })
            .GeneratePdf();
    }

    /// <summary>QuestPDF can attach files only to files: they are in a folder that no other user may read, while it does so.</summary>
    private static byte[] Attach(byte[] pdf, CertificatePage page)
    {
        var folder = Directory.CreateTempSubdirectory("divoc-page-");
        try
        {
            string PathOf(string name, ReadOnlySpan<byte> content)
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, content);
                return path;
            }

            var operation = DocumentOperation.LoadFile(PathOf("page.pdf", pdf));
            foreach (var (index, attachment) in page.Attachments.Index())
            {
                operation.AddAttachment(new DocumentOperation.DocumentAttachment
                {
                    Key = attachment.FileName,
                    FilePath = PathOf($"{index.ToString(CultureInfo.InvariantCulture)}.attachment", attachment.Bytes.Span),
                    AttachmentName = attachment.FileName,
                    MimeType = attachment.MediaType,
                    Description = attachment.Description,
                    CreationDate = page.Issued.UtcDateTime,
                    ModificationDate = page.Issued.UtcDateTime,
                    Relationship = DocumentOperation.DocumentAttachmentRelationship.Data,
                });
            }

            var result = Path.Combine(folder.FullName, "attached.pdf");
            operation.Save(result);
            return File.ReadAllBytes(result);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The names of the fonts of a page: its own before those of the program.</summary>
    private static Dictionary<FontWeight, string[]> FontsOf(OwnFonts? own) => own is null ? ShippedNames.Value : new()
    {
        [FontWeight.Regular] = [NameOf(own.Regular), .. ShippedNames.Value[FontWeight.Regular]],
        [FontWeight.Bold] = [NameOf(own.Bold), .. ShippedNames.Value[FontWeight.Bold]],
    };

    private static string NameOf(FontFile font) => OwnNames.GetOrAdd(font, static added => new Lazy<string>(() =>
    {
        using var file = new MemoryStream(added.Bytes.ToArray(), writable: false);
        return Register($"divoc-own-{Guid.NewGuid():N}", file);
    })).Value;

    private static Dictionary<FontWeight, string[]> RegisterShipped() =>
        Enum.GetValues<FontWeight>().ToDictionary(weight => weight, weight => ShippedFonts.Typefaces.Select(typeface =>
        {
            using var file = ShippedFonts.Open(typeface, weight);
            return Register($"divoc-{typeface}-{weight}", file);
        }).ToArray());

    private static string Register(string name, Stream file)
    {
        FontManager.RegisterFontWithCustomName(name, file);
        return name;
    }
}
