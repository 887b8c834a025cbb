namespace Divoc.Functions.Rendering.Pdf;

/// <summary>The font families of pages, each in two weights: Noto, and a template's own.</summary>
public enum Typeface
{
    /// <summary>Noto Sans: the Latin, Greek and Cyrillic that most names need, and the common characters of all scripts.</summary>
    Sans,

    /// <summary>All Latin, Greek and Cyrillic of Noto Sans, for lines that need more of it.</summary>
    SansExtended,

    /// <summary>Noto Sans Arabic.</summary>
    Arabic,

    /// <summary>Noto Sans Armenian.</summary>
    Armenian,

    /// <summary>Noto Sans Bengali.</summary>
    Bengali,

    /// <summary>Noto Sans Devanagari.</summary>
    Devanagari,

    /// <summary>Noto Sans Ethiopic.</summary>
    Ethiopic,

    /// <summary>Noto Sans Georgian.</summary>
    Georgian,

    /// <summary>Noto Sans Gujarati.</summary>
    Gujarati,

    /// <summary>Noto Sans Gurmukhi.</summary>
    Gurmukhi,

    /// <summary>Noto Sans Hebrew.</summary>
    Hebrew,

    /// <summary>Noto Sans Kannada.</summary>
    Kannada,

    /// <summary>Noto Sans Khmer.</summary>
    Khmer,

    /// <summary>Noto Sans Lao.</summary>
    Lao,

    /// <summary>Noto Sans Malayalam.</summary>
    Malayalam,

    /// <summary>Noto Sans Meetei Mayek.</summary>
    MeeteiMayek,

    /// <summary>Noto Sans Myanmar.</summary>
    Myanmar,

    /// <summary>Noto Sans N'Ko, which has one weight.</summary>
    NKo,

    /// <summary>Noto Sans Ol Chiki.</summary>
    OlChiki,

    /// <summary>Noto Sans Oriya.</summary>
    Oriya,

    /// <summary>Noto Sans Sinhala.</summary>
    Sinhala,

    /// <summary>Noto Sans Tamil.</summary>
    Tamil,

    /// <summary>Noto Sans Telugu.</summary>
    Telugu,

    /// <summary>Noto Sans Thaana.</summary>
    Thaana,

    /// <summary>Noto Sans Thai.</summary>
    Thai,

    /// <summary>Noto Serif Tibetan.</summary>
    Tibetan,

    /// <summary>The template's own font.</summary>
    Own,
}

/// <summary>The two weights of the page's typeface.</summary>
public enum FontWeight
{
    /// <summary>Body text.</summary>
    Regular,

    /// <summary>Titles and emphasis.</summary>
    Bold,
}
