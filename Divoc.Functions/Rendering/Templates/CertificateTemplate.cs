using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>A certificate's page as data: what stands where, under which label, in which colour. It holds no code.</summary>
internal sealed record CertificateTemplate
{
    /// <summary>Where it was read, for messages.</summary>
    public required string File { get; init; }

    /// <summary>What the ledger records of it, such as <c>vaccination/2</c>. Whoever changes a template gives it a new one.</summary>
    public required string Version { get; init; }

    /// <summary>Which certificates it prints.</summary>
    public required string Kind { get; init; }

    public required PageColor Accent { get; init; }

    /// <summary>The paper.</summary>
    public required PageSize Size { get; init; }

    /// <summary>Fonts of its own, or null.</summary>
    public required OwnFonts? Fonts { get; init; }

    public required PageLogo? Logo { get; init; }

    /// <summary>Language of the page; null for that of the settings.</summary>
    public required string? Language { get; init; }

    /// <summary>Language beside it, empty for none; null for that of the settings.</summary>
    public required string? SecondLanguage { get; init; }

    /// <summary>Labels of its own by language and key; they come before those of the label files.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Labels { get; init; }

    /// <summary>Where codes of other formats stand.</summary>
    public required OtherFormatsPlace OtherFormats { get; init; }

    /// <summary>The blocks, from top to bottom.</summary>
    public required IReadOnlyList<TemplateBlock> Blocks { get; init; }
}

/// <summary>Where the code of a credential that is made at the fetch stands on the page that is made for it.</summary>
internal enum OtherFormatsPlace
{
    /// <summary>In the place of the issued credential's.</summary>
    Instead,

    /// <summary>After the issued credential's.</summary>
    Beside,
}
