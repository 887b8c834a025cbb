using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Finds the certificate id of a presented credential. Only the end of <c>evidence[0].id</c> is used: DIVOC's <c>certificateId</c>,
/// <c>dose</c> and <c>refId</c> can be exchanged with other members under a valid signature (specification 02, section 3.2).
/// </summary>
public static class PresentedId
{
    /// <summary>The largest credential in bytes: 1 MiB.</summary>
    public const int LargestInBytes = 1024 * 1024;

    private const int Levels = 32;

    /// <summary>Finds the id.</summary>
    /// <param name="body">The credential as UTF-8 JSON.</param>
    /// <param name="certificateId">The id; null if the credential can't be of this service.</param>
    /// <returns>Whether it is a credential at all: an object whose first evidence has an id.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, out string? certificateId)
    {
        certificateId = null;
        if (body.Length > LargestInBytes || !TryParse(body, out var document))
        {
            return false;
        }

        using (document)
        {
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } credential
                || !credential.TryGetProperty("evidence", out var evidence)
                || evidence is not { ValueKind: JsonValueKind.Array }
                || evidence.GetArrayLength() == 0
                || evidence[0] is not { ValueKind: JsonValueKind.Object } first
                || !first.TryGetProperty("id", out var id)
                || TextOf(id) is not { } address)
            {
                return false;
            }

            certificateId = CertificateId.AtEndOf(address);
            return true;
        }
    }

    private static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(
                JsonInput.WithoutByteOrderMark(body), new JsonDocumentOptions { MaxDepth = Levels, AllowDuplicateProperties = false });
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The search for duplicate members throws the latter at a name with half of a surrogate pair.
            document = null;
            return false;
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }
}
