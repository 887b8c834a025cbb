namespace Divoc.Functions.Domain;

/// <summary>
/// Names the setting of a property, if that is not the property's name in the section of its class. The list of all settings is made from
/// the options classes.
/// </summary>
/// <param name="place">The full name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingPlaceAttribute(string place) : Attribute
{
    /// <summary>The full name.</summary>
    public string Place => place;

    /// <summary>Whether the reader of the setting itself refuses unknown names below it.</summary>
    public bool IsCheckedByItsReader { get; set; }
}
