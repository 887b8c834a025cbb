using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering;

/// <summary>The content of a certificate's page, in reading order; of the design, only what the template sets.</summary>
public sealed record CertificatePage
{
    /// <summary>The template that wrote it.</summary>
    public required string TemplateVersion { get; init; }

    /// <summary>Language of the page, BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Whether that language is written from right to left, so that the page is mirrored.</summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>The paper.</summary>
    public required PageSize Size { get; init; }

    /// <summary>Colour of titles, headings and the bar at the top.</summary>
    public required PageColor Accent { get; init; }

    /// <summary>The parts that all pages of its template share: texts, fonts, logo.</summary>
    public required FixedParts Fixed { get; init; }

    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>The issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was issued; creation time of the document.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Its id, for the document's subject; empty for none.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Its blocks, from top to bottom.</summary>
    public required IReadOnlyList<PageBlock> Blocks { get; init; }

    /// <summary>
    /// Its QR codes. The first is beside the person; further ones are two in a row below the other blocks, or on further pages if there is
    /// no room. Without codes, the person has the full width.
    /// </summary>
    public IReadOnlyList<PageCode> Codes { get; init; } = [];

    /// <summary>Files that are attached to the document, if the writer can do that.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

/// <summary>A QR code on a page.</summary>
/// <param name="Symbol">
/// Its modules. Every writer draws it with its quiet zone, 76 mm a side, so that even a version 40 has modules of 0.41 mm.
/// </param>
/// <param name="Caption">The caption below it; empty on the first one for the caption in the person's block.</param>
public sealed record PageCode(QrSymbol Symbol, PageText Caption);
