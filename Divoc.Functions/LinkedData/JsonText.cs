using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Divoc.Functions.Domain;

namespace Divoc.Functions.LinkedData;

/// <summary>
/// Reads text from parsed JSON. Text that is not valid Unicode is refused once for a whole document, so that names and values need no check
/// later.
/// </summary>
internal static class JsonText
{
    /// <summary>Refuses bytes that are not UTF-8 and escaped lone surrogates, which JSON libraries read in different ways.</summary>
    public static void RequireUnicode(JsonElement document)
    {
        var json = JsonMarshal.GetRawUtf8Value(document);
        if (!Utf8.IsValid(json))
        {
            throw new LinkedDataException(LinkedDataError.InvalidText, "", "the bytes are no UTF-8");
        }

        if (TextInspection.FindLoneSurrogate(json) is var position and >= 0)
        {
            throw new LinkedDataException(
                LinkedDataError.InvalidText, $"byte {position.ToString(CultureInfo.InvariantCulture)}", "text with a lone surrogate");
        }
    }

    public static string Of(JsonElement element) => element.GetString()!;
}
