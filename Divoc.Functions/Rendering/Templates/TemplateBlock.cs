namespace Divoc.Functions.Rendering.Templates;

/// <summary>A block of a template; members that its type does not have are empty.</summary>
/// <param name="Type">The type.</param>
/// <param name="When">The conditions, one of which must be true; empty for always.</param>
internal sealed record TemplateBlock(TemplateBlockType Type, IReadOnlyList<string> When)
{
    /// <summary>Key of its heading, or null.</summary>
    public string? Heading { get; init; }

    /// <summary>The texts above the title.</summary>
    public IReadOnlyList<TemplateText> Letterhead { get; init; } = [];

    public IReadOnlyList<TemplateText> Title { get; init; } = [];

    /// <summary>The texts below the title.</summary>
    public IReadOnlyList<TemplateText> Subtitle { get; init; } = [];

    /// <summary>The sentence or paragraph.</summary>
    public IReadOnlyList<TemplateText> Text { get; init; } = [];

    /// <summary>JSON Pointer of the person's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Key of the caption below the QR code, or null.</summary>
    public string? QrCaption { get; init; }

    /// <summary>The number of columns of the facts.</summary>
    public int Columns { get; init; } = 3;

    public IReadOnlyList<TemplateField> Fields { get; init; } = [];
}
