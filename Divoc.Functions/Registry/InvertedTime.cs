using System.Globalization;

namespace Divoc.Functions.Registry;

/// <summary>Instants as texts in reverse order: stores list names in ordinal order, and callers want the newest first.</summary>
internal static class InvertedTime
{
    /// <summary>The number of digits in each text.</summary>
    public const int Length = 19;

    /// <summary>The text of an instant.</summary>
    public static string Of(DateTimeOffset instant) =>
        (DateTimeOffset.MaxValue.UtcTicks - instant.UtcTicks).ToString($"D{Length}", CultureInfo.InvariantCulture);

    /// <summary>Whether a name consists of such a text, a hyphen and an id of this service.</summary>
    public static bool BeginsNameOf(string name, Func<string, bool> isId)
    {
        return name.Length > Length && name[Length] == '-' && name[..Length].All(char.IsAsciiDigit) && isId(name[(Length + 1)..]);
    }
}
