namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The two weights of the page's typeface.</summary>
public enum FontWeight
{
    /// <summary>Body text.</summary>
    Regular,

    /// <summary>Titles and what must stand out.</summary>
    Bold,
}
