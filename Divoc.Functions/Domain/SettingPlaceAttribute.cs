namespace Divoc.Functions.Domain;

/// <summary>Says where the setting of a property stands, when that is not its own name in the section of its class. Which settings there are is read from the options classes.</summary>
/// <param name="place">The whole name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingPlaceAttribute(string place) : Attribute
{
    /// <summary>The whole name.</summary>
    public string Place => place;

    /// <summary>Whether whatever reads the setting refuses unknown names below it by itself.</summary>
    public bool IsCheckedByItsReader { get; set; }
}
