namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The families of fonts that pages are set in, each in two weights: Noto, and a template's own.</summary>
public enum Typeface
{
    /// <summary>Noto Sans: Latin, Greek, Cyrillic, and what all scripts share.</summary>
    Sans,

    /// <summary>Noto Sans Arabic.</summary>
    Arabic,

    /// <summary>Noto Sans Bengali.</summary>
    Bengali,

    /// <summary>Noto Sans Devanagari.</summary>
    Devanagari,

    /// <summary>Noto Sans Gujarati.</summary>
    Gujarati,

    /// <summary>Noto Sans Gurmukhi.</summary>
    Gurmukhi,

    /// <summary>Noto Sans Kannada.</summary>
    Kannada,

    /// <summary>Noto Sans Malayalam.</summary>
    Malayalam,

    /// <summary>Noto Sans Oriya.</summary>
    Oriya,

    /// <summary>Noto Sans Sinhala.</summary>
    Sinhala,

    /// <summary>Noto Sans Tamil.</summary>
    Tamil,

    /// <summary>Noto Sans Telugu.</summary>
    Telugu,

    /// <summary>Noto Sans Thai.</summary>
    Thai,

    /// <summary>The template's own font.</summary>
    Own,
}

/// <summary>The two weights of the page's typeface.</summary>
public enum FontWeight
{
    /// <summary>Body text.</summary>
    Regular,

    /// <summary>Titles and what must stand out.</summary>
    Bold,
}
