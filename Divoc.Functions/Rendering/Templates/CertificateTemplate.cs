using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>A certificate's page as data: the place, label and colour of everything. It has no code.</summary>
internal sealed record CertificateTemplate
{
    /// <summary>Its path, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The version that the ledger records, such as <c>vaccination/2</c>. Whoever changes a template gives it a new one.</summary>
    public required string Version { get; init; }

    /// <summary>The kind of certificates that it prints.</summary>
    public required string Kind { get; init; }

    public required PageColor Accent { get; init; }

    /// <summary>The paper.</summary>
    public required PageSize Size { get; init; }

    /// <summary>Its own fonts, or null.</summary>
    public required OwnFonts? Fonts { get; init; }

    public required PageLogo? Logo { get; init; }

    /// <summary>Language of the page; null for the one in the settings.</summary>
    public required string? Language { get; init; }

    /// <summary>Second language, empty for none; null for the one in the settings.</summary>
    public required string? SecondLanguage { get; init; }

    /// <summary>Its own labels by language and key; they are preferred to those of the label files.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Labels { get; init; }

    /// <summary>The place of codes of other formats.</summary>
    public required OtherFormatsPlace OtherFormats { get; init; }

    /// <summary>The blocks, from top to bottom.</summary>
    public required IReadOnlyList<TemplateBlock> Blocks { get; init; }
}

/// <summary>The place of the code of a credential that is made at the fetch, on the page that is made for it.</summary>
internal enum OtherFormatsPlace
{
    /// <summary>Instead of the issued credential's code.</summary>
    Instead,

    /// <summary>After the issued credential's code.</summary>
    Beside,
}
