namespace Divoc.Functions.Rendering.Templates;

internal enum TemplateBlockType
{
    /// <summary>Letterhead, title and subtitle, with the logo beside them.</summary>
    Title,

    /// <summary>A sentence on a tinted background.</summary>
    Status,

    /// <summary>The person, with the QR code beside.</summary>
    Person,

    /// <summary>Facts in columns.</summary>
    Fields,

    /// <summary>The table of earlier events; left out if there are none.</summary>
    Earlier,

    Text,

    /// <summary>Small print at the foot of the page.</summary>
    Foot,
}
