using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Formats.SmartHealthCard;

/// <summary>
/// The names of cards in revocation lists, each called <c>rid</c> as in the framework, and the meaning of each. A rid belongs to a key and
/// either to a person and a disease, or to a test: so it does not show for which dose a card was requested. Nobody can compute it without
/// the secret, which is made once and is in the registry. Whoever can read the secret there can read the meanings of all rids there too.
/// </summary>
/// <param name="documents">
/// The registry, created late: formats also exist where there is no registry, for example to describe the API.
/// </param>
public sealed class CardRegister(Lazy<RegistryDocuments> documents)
{
    /// <summary>The length of a rid: 64 bits in base64url.</summary>
    public const int RidLength = 11;

    private const string SecretName = "cards/secret.json";
    private const string KeyPrefix = "crl-keys/";
    private const int KidLength = 43;
    private const int RidBytes = 8;
    private const int SecretBytes = 32;

    /// <summary>The kids that are already noted.</summary>
    private readonly ConcurrentDictionary<string, bool> noted = new(StringComparer.Ordinal);

    private byte[]? secret;

    /// <summary>The secret from which all rids are made.</summary>
    internal async Task<ReadOnlyMemory<byte>> SecretAsync(CancellationToken cancellationToken)
    {
        if (secret is null)
        {
            var made = new CardSecret(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));
            var read = await documents.Value.ReadAsync(SecretName, CardRegisterJson.Default.CardSecret, cancellationToken);
            if (read is null
                && !await documents.Value.TryWriteAsync(SecretName, made, null, CardRegisterJson.Default.CardSecret, cancellationToken))
            {
                // Another process was first.
                return await SecretAsync(cancellationToken);
            }

            if (read is null)
            {
                ProtocolWrites.Done(ProtocolWrite.CardSecretMade, "");
            }

            secret = Convert.FromBase64String((read?.Document ?? made).Secret);
        }

        return secret;
    }

    /// <summary>The rid of a card.</summary>
    internal static string RidOf(ReadOnlySpan<byte> secret, RidSubject subject)
    {
        var about = subject.CertificateId ?? subject.Disease;
        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{subject.Kid}\n{subject.Ledger}\n{about}"));
        return Base64Url.EncodeToString(hash.AsSpan(0, RidBytes));
    }

    /// <summary>
    /// Stores the meaning of a rid. It is kept permanently, even if the certificate is erased, because it has no personal data.
    /// </summary>
    internal async Task NoteAsync(string rid, RidSubject subject, CancellationToken cancellationToken)
    {
        if (!await documents.Value.TryWriteAsync(PathOf(rid), subject, null, CardRegisterJson.Default.RidSubject, cancellationToken))
        {
            throw new InvalidDataException("A card's name in revocation lists stands for something else.");
        }

        ProtocolWrites.Done(ProtocolWrite.CardNoted, rid);
    }

    /// <summary>The meaning of a rid; null if no card of this service has it.</summary>
    internal async Task<RidSubject?> FindAsync(string rid, CancellationToken cancellationToken)
    {
        return IsSafe(rid, RidLength)
            ? (await documents.Value.ReadAsync(PathOf(rid), CardRegisterJson.Default.RidSubject, cancellationToken))?.Document
            : null;
    }

    /// <summary>Notes that a key signs cards, before any rid with this key is stored. It is kept permanently.</summary>
    internal async Task NoteKeyAsync(string kid, CancellationToken cancellationToken)
    {
        if (noted.ContainsKey(kid))
        {
            return;
        }

        // If another process was first, it has written the same.
        await documents.Value.TryWriteAsync(
            KeyPathOf(kid), new CardKeyNote(), null, CardRegisterJson.Default.CardKeyNote, cancellationToken);
        ProtocolWrites.Done(ProtocolWrite.CardNoted, kid);
        noted[kid] = true;
    }

    /// <summary>The kids of all keys that ever signed cards.</summary>
    internal async Task<IReadOnlyList<string>> KidsAsync(CancellationToken cancellationToken)
    {
        List<string> kids = [];
        await foreach (var page in documents.Value.ListAsync(KeyPrefix, cancellationToken))
        {
            kids.AddRange(page);
        }

        return kids;
    }

    /// <summary>Whether a key signed cards.</summary>
    internal async Task<bool> HasKeyAsync(string kid, CancellationToken cancellationToken)
    {
        if (!noted.ContainsKey(kid)
            && IsSafe(kid, KidLength)
            && await documents.Value.FindETagAsync(KeyPathOf(kid), cancellationToken) is not null)
        {
            noted[kid] = true;
        }

        return noted.ContainsKey(kid);
    }

    /// <summary>No other text may become part of a path.</summary>
    private static bool IsSafe(string text, int length) =>
        text.Length == length && Base64Url.IsValid(text) && !text.Contains('=', StringComparison.Ordinal);

    private static string KeyPathOf(string kid) => $"{KeyPrefix}{kid}.json";

    private static string PathOf(string rid) => $"rids/{rid}.json";
}

/// <summary>The meaning of a rid.</summary>
internal sealed record RidSubject
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>The ledger of the person.</summary>
    public required string Ledger { get; init; }

    /// <summary>The certificate type.</summary>
    public required string Type { get; init; }

    /// <summary>The disease in ICD-11, for a card with all doses against it; else null.</summary>
    public string? Disease { get; init; }

    /// <summary>The certificate, for a card with only one; else null.</summary>
    public string? CertificateId { get; init; }

    /// <summary>The kid of the key that signs cards with this rid.</summary>
    public required string Kid { get; init; }
}

/// <summary>A note that a key signs cards; its kid is the document's name.</summary>
internal sealed record CardKeyNote
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}

/// <summary>The secret from which rids are made.</summary>
/// <param name="Secret">32 bytes, base64.</param>
internal sealed record CardSecret(string Secret)
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;
}

/// <summary>How the documents are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RidSubject))]
[JsonSerializable(typeof(CardSecret))]
[JsonSerializable(typeof(CardKeyNote))]
[JsonSerializable(typeof(CardRevocation))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CardRegisterJson : JsonSerializerContext;
