using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Divoc.Functions.LinkedData;

/// <summary>Names that documents repeat: reading one of them returns the existing string. Any other text is read normally.</summary>
/// <param name="texts">The known names.</param>
internal sealed class KnownTexts(IEnumerable<string> texts)
{
    private const int Longest = 96;

    /// <summary>Only texts that JSON writes without escapes: a text with an escape is never found here.</summary>
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> known = texts
        .Where(static text => text.Length <= Longest && Ascii.IsValid(text) && !text.AsSpan().ContainsAny('"', '\\'))
        .ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public string NameOf(JsonProperty member) => Find(JsonMarshal.GetRawUtf8PropertyName(member)) ?? member.Name;

    /// <summary>The text of an element that is a string.</summary>
    public string TextOf(JsonElement element) => Find(JsonMarshal.GetRawUtf8Value(element)[1..^1]) ?? JsonText.Of(element);

    private string? Find(ReadOnlySpan<byte> raw)
    {
        Span<char> text = stackalloc char[Longest];
        return raw.Length <= Longest
            && Ascii.ToUtf16(raw, text, out var length) == OperationStatus.Done
            && known.TryGetValue(text[..length], out var found)
            ? found
            : null;
    }
}
