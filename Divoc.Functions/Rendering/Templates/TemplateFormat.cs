namespace Divoc.Functions.Rendering.Templates;

/// <summary>How a value is printed.</summary>
internal enum TemplateFormat
{
    /// <summary>Unchanged.</summary>
    Text,

    /// <summary>As a day, with the language's month names.</summary>
    Date,

    /// <summary>As a day and a time with its offset from UTC.</summary>
    DateTime,

    /// <summary>As an identity with only the last characters visible.</summary>
    Mask,

    Upper,
}
