using System.Globalization;

namespace Divoc.Functions.Registry;

/// <summary>Instants as texts that sort the other way around: stores list names in ordinal order, and callers want the newest first.</summary>
internal static class InvertedTime
{
    /// <summary>Digits of each text.</summary>
    public const int Length = 19;

    /// <summary>The text of an instant.</summary>
    public static string Of(DateTimeOffset instant) => (DateTimeOffset.MaxValue.UtcTicks - instant.UtcTicks).ToString($"D{Length}", CultureInfo.InvariantCulture);

    /// <summary>Whether a name is such a text, a hyphen and an id of ours.</summary>
    public static bool BeginsNameOf(string name, Func<string, bool> isId)
    {
        return name.Length > Length && name[Length] == '-' && name[..Length].All(char.IsAsciiDigit) && isId(name[(Length + 1)..]);
    }
}
