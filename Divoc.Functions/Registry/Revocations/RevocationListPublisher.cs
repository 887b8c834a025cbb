using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Registry.Revocations;

/// <summary>Signs the list and keeps it in the registry, where every instance of the program finds it.</summary>
public sealed class RevocationListPublisher(RegistryDocuments documents, RevocationListBuilder builder, ISigningKey key, TimeProvider time)
{
    private const string Name = "revocations.json";
    private static readonly string ProtectedHeader = Base64Url.EncodeToString("""{"alg":"PS256"}"""u8);

    /// <summary>The published list with its ETag. The first call makes it.</summary>
    public async Task<(SignedRevocationList List, string ETag)> GetAsync(CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            if (await documents.ReadAsync(Name, RegistryJson.Compact.SignedRevocationList, cancellationToken) is { } published)
            {
                return published;
            }

            if (!isFirst)
            {
                throw new InvalidOperationException("The list of revocations was published and is gone.");
            }

            await PublishAsync(cancellationToken);
        }
    }

    /// <summary>Makes the list anew. Where nothing changed, the published one stays for the first half of its life, so that verifiers need not load it again.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var published = await documents.ReadAsync(Name, RegistryJson.Compact.SignedRevocationList, cancellationToken);
        var before = published is null ? null : Read(published.Value.Document);
        var list = await builder.BuildAsync(before, cancellationToken);
        if (before is not null && list.SaysTheSameAs(before) && time.GetUtcNow() - before.Issued < (before.NextUpdate - before.Issued) / 2)
        {
            return;
        }

        // Refused: another instance has just published one, and this one is not newer.
        var signed = await SignAsync(list, cancellationToken);
        if (await documents.TryWriteAsync(Name, signed, published?.ETag, RegistryJson.Compact.SignedRevocationList, cancellationToken))
        {
            ProtocolWrites.Done(ProtocolWrite.RevocationsPublished, "");
        }
    }

    private static RevocationList Read(SignedRevocationList published)
    {
        return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(published.Payload), RegistryJson.Compact.RevocationList)
            ?? throw new InvalidDataException("The published list of revocations is null.");
    }

    private async Task<SignedRevocationList> SignAsync(RevocationList list, CancellationToken cancellationToken)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(list, RegistryJson.Compact.RevocationList));
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{ProtectedHeader}.{payload}"));
        var signature = await key.SignDigestAsync(SignatureAlgorithm.PS256, digest, cancellationToken);
        return new SignedRevocationList(payload, ProtectedHeader, new SignedRevocationListHeader(signature.KeyId), Base64Url.EncodeToString(signature.Value));
    }
}
