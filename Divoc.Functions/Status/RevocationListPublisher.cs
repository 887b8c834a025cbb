using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>Signs the list and keeps it in the registry, where every instance of the program finds it.</summary>
public sealed class RevocationListPublisher(
    RegistryDocuments documents, RevocationListBuilder builder, ISigningKeys signingKeys, RememberedKeys keys, TimeProvider time)
{
    /// <summary>What the keys sign that sign the list.</summary>
    public static KeyPurpose Purpose { get; } = new("status");

    private static readonly SigningUse Use = new(Purpose, SignatureAlgorithm.PS256);

    private const string Name = "revocations.json";

    private static readonly string ProtectedHeader = Base64Url.EncodeToString("""{"alg":"PS256"}"""u8);

    // Replaced as a whole, so that several calls may do it at once.
    private HandedOutList? read;

    /// <summary>The published list as it is handed out, JSON, with its ETag. The first call makes it; it is read once, until there is a newer one.</summary>
    public async Task<HandedOutList> GetAsync(CancellationToken cancellationToken)
    {
        var tag = await documents.FindETagAsync(Name, cancellationToken);
        if (tag is null)
        {
            await PublishAsync(cancellationToken);
        }

        if (read is { } known && known.ETag == tag)
        {
            return known;
        }

        var (list, newest) = await documents.ReadAsync(Name, StatusJson.Compact.SignedRevocationList, cancellationToken)
            ?? throw new InvalidOperationException("The list of revocations was published and is gone.");
        return read = new HandedOutList(JsonSerializer.SerializeToUtf8Bytes(list, StatusJson.Compact.SignedRevocationList), newest);
    }

    /// <summary>Makes the list anew. Where nothing changed, the published one stays for the first half of its life, so that verifiers need not load it again.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var published = await documents.ReadAsync(Name, StatusJson.Compact.SignedRevocationList, cancellationToken);
        var before = published is null ? null : Read(published.Value.Document);
        var list = await builder.BuildAsync(before, cancellationToken);
        if (before is not null && list.SaysTheSameAs(before) && time.GetUtcNow() - before.Issued < (before.NextUpdate - before.Issued) / 2)
        {
            return;
        }

        var signed = await SignAsync(list, cancellationToken);
        await keys.RememberAsync(signed.Header.Kid, cancellationToken);

        // Refused: another instance has just published one, and this one is not newer.
        if (await documents.TryWriteAsync(Name, signed, published?.ETag, StatusJson.Compact.SignedRevocationList, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.RevocationsPublished, "");
        }
    }

    private static RevocationList Read(SignedRevocationList published)
    {
        return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(published.Payload), StatusJson.Compact.RevocationList)
            ?? throw new InvalidDataException("The published list of revocations is null.");
    }

    private async Task<SignedRevocationList> SignAsync(RevocationList list, CancellationToken cancellationToken)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(list, StatusJson.Compact.RevocationList));
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{ProtectedHeader}.{payload}"));
        var signature = await signingKeys.SignDigestAsync(Use, digest, SigningLane.Status, cancellationToken);
        return new SignedRevocationList(payload, ProtectedHeader, new SignedRevocationListHeader(signature.KeyId), Base64Url.EncodeToString(signature.Value));
    }
}

/// <summary>The published list as it is handed out.</summary>
/// <param name="Bytes">A <see cref="SignedRevocationList"/> as JSON.</param>
/// <param name="ETag">Its ETag in the store.</param>
public sealed record HandedOutList(ReadOnlyMemory<byte> Bytes, string ETag);
