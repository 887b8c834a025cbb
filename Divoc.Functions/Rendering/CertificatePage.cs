using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;

namespace Divoc.Functions.Rendering;

/// <summary>What a certificate's page says, in the order in which it is read; of its look only what the template sets.</summary>
public sealed record CertificatePage
{
    /// <summary>Which template wrote it.</summary>
    public required string TemplateVersion { get; init; }

    /// <summary>Language of the page, BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Whether that language is written from right to left, so that the page is mirrored.</summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>The paper.</summary>
    public required PageSize Size { get; init; }

    /// <summary>Colour of titles, headings and the bar at the top.</summary>
    public required PageColor Accent { get; init; }

    /// <summary>What it has in common with all pages of its template: texts, fonts, logo.</summary>
    public required FixedParts Fixed { get; init; }

    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>Who issued it.</summary>
    public required string Issuer { get; init; }

    /// <summary>When it was issued; creation time of the document.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Its id, for the document's subject; empty for none.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Its blocks, from top to bottom.</summary>
    public required IReadOnlyList<PageBlock> Blocks { get; init; }

    /// <summary>
    /// Its QR codes. The first stands beside the person; further ones stand two in a row below the other blocks, or on further pages where there is no room.
    /// With none the person has the whole width.
    /// </summary>
    public IReadOnlyList<PageCode> Codes { get; init; } = [];

    /// <summary>Files that the document carries along, as far as the writer can.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

/// <summary>A QR code on a page.</summary>
/// <param name="Symbol">Its modules. Every writer draws it with its quiet zone, 76 mm a side, so that even a version 40 has modules of 0.41 mm.</param>
/// <param name="Caption">What it is, below it; empty on the first one for what the person's block says.</param>
public sealed record PageCode(QrSymbol Symbol, PageText Caption);
