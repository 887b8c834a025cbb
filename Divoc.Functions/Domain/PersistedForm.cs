using System.Text.Json;

namespace Divoc.Functions.Domain;

/// <summary>
/// Stored and queued documents begin with the member <c>form</c>, an integer from 1 that rises with each change that an older program can't
/// read or would lose. During a deployment or a roll-back, two versions of the program run at the same time: the older one waits for the
/// newer one, as in an outage.
/// </summary>
public static class PersistedForm
{
    /// <summary>The form of every document that has had no other form yet.</summary>
    public const int First = 1;

    private const string Name = "form";

    /// <summary>Refuses documents that a newer version of the program wrote.</summary>
    /// <param name="json">The document or message as UTF-8 JSON.</param>
    /// <param name="what">The name of the document, for the message.</param>
    /// <param name="known">The highest form that this program reads.</param>
    /// <exception cref="NewerFormException">It has a higher form.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void Check(ReadOnlySpan<byte> json, string what, int known)
    {
        if (FormOf(json) > known)
        {
            throw new NewerFormException(what);
        }
    }

    private static int FormOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isForm = reader.ValueTextEquals(Name);
            reader.Read();
            if (isForm)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var form) ? form : 0;
            }

            reader.Skip();
        }

        return 0;
    }
}

/// <summary>A newer version of the program wrote this document or message; this version can't read it and waits.</summary>
public sealed class NewerFormException(string what) : Exception($"The {what} has a form that only a newer version of this program reads.");
