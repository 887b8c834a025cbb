using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering;

/// <summary>What a certificate's page says, in the order in which it is read; of its look only what the template sets.</summary>
internal sealed record CertificatePage
{
    /// <summary>Which template wrote it.</summary>
    public required string TemplateVersion { get; init; }

    /// <summary>Language of the page, BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Whether that language is written from right to left, so that the page is mirrored.</summary>
    public required bool IsRightToLeft { get; init; }

    /// <summary>The paper.</summary>
    public required PageSize Size { get; init; }

    public required PageColor Accent { get; init; }

    public required PageLogo? Logo { get; init; }

    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>Who issued it.</summary>
    public required string Issuer { get; init; }

    public required DateTimeOffset Issued { get; init; }

    public required string CertificateId { get; init; }

    /// <summary>Its blocks, from top to bottom.</summary>
    public required IReadOnlyList<PageBlock> Blocks { get; init; }
}
