namespace Divoc.Functions.Rendering.Templates;

/// <summary>How a value is printed.</summary>
internal enum TemplateFormat
{
    /// <summary>As it stands.</summary>
    Text,

    /// <summary>As a day, in the language's month names.</summary>
    Date,

    /// <summary>As a day and a time with its distance from UTC.</summary>
    DateTime,

    /// <summary>As an identity of which only the last characters are shown.</summary>
    Mask,

    Upper,
}
