using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Status;

/// <summary>
/// The service with a clock that stands, and changes that are announced when a test says so. What is published is read as a verifier reads
/// it, by the rules of RFC 7515 alone.
/// </summary>
internal sealed class StatusBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly InMemoryMessageQueue queue;

    /// <param name="wholeList">How many entries the list of all may have.</param>
    /// <param name="configure">What a test registers of its own.</param>
    public StatusBench(int wholeList = 10_000, Action<IServiceCollection>? configure = null)
    {
        queue = new InMemoryMessageQueue(Time);
        Issuing = new IssuingBench(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateChanges, queue);
            services.Configure<StatusOptions>(options => options.WholeList = wholeList);
            configure?.Invoke(services);
        });
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public IssuingBench Issuing { get; }

    public StatusPublisher Publisher => Issuing.Get<StatusPublisher>();

    public StateChanger Changer => Issuing.Get<StateChanger>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How the list of all names a certificate.</summary>
    public static string NameOf(string certificateId) => Base64Url.EncodeToString(Convert.FromHexString(HashOf(certificateId)));

    public static string HashOf(string certificateId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificateId)));

    public async Task<CertificationEvent> IssueAsync()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(RandomId.New()), CertificateShape.VaccinationV1);
        await Issuing.DeliverAsync(certification);
        return certification;
    }

    public async Task<CertificationEvent> RevokeOneAsync()
    {
        var certification = await IssueAsync();
        await Changer.RevokeAsync(certification.CertificateId, new ChangeOrder("WRONG_PERSON", null, Caller.Service), Token);
        await AnnounceAsync();
        return certification;
    }

    /// <summary>Handles the messages of changes that are due now.</summary>
    public async Task AnnounceAsync()
    {
        while (await queue.ReceiveAsync(10, TimeSpan.Zero, Token) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await Issuing.Get<ChangeMessageHandler>().HandleAsync(message.Message.Body, new FakeDelivery(), Token);
                await queue.CompleteAsync(message, Token);
            }
        }
    }

    /// <summary>Registers revoked certificates that nobody issued, whose hashes are spread evenly or begin with some digits.</summary>
    public async Task RegisterAsync(int count, string prefix = "", string state = nameof(RegisteredState.Revoked), string? dropAfter = null)
    {
        var metadata = new Dictionary<string, string> { ["revision"] = "1", ["state"] = state };
        if (dropAfter is not null)
        {
            metadata["dropafter"] = dropAfter;
        }

        var documents = Enumerable.Range(0, count).Select(number => HashOf($"{prefix}-{number}")).Select(hash => new NamedArtifact(
            new ArtifactName(RegistryDocuments.Container, $"{StatusRegister.Prefix}{prefix}{hash[prefix.Length..]}.json"),
            new ArtifactContent("""{"form":1,"certificateId":"x"}"""u8.ToArray(), "application/json", metadata)));
        await Task.WhenAll(documents.Chunk(ArtifactLimits.MaxTogether).Select(chunk => Issuing.Store.CreateTogetherAsync(chunk, Token)));
    }

    /// <summary>The list of all.</summary>
    public async Task<JsonObject> ListAsync()
    {
        var published = await Publisher.PublishAsync(null, Token);
        Assert.Equal("application/jose+json", published.ContentType);
        var signed = JsonNode.Parse(published.Bytes.Span)!;
        var (header, payload, signature) =
            (signed["protected"]!.GetValue<string>(), signed["payload"]!.GetValue<string>(), signed["signature"]!.GetValue<string>());
        Assert.Equal("""{"alg":"PS256"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(header)));
        await AssertSignedAsync(header, payload, signature, signed["header"]!["kid"]!.GetValue<string>());
        return JsonNode.Parse(Base64Url.DecodeFromChars(payload))!.AsObject();
    }

    /// <summary>The index, once there are shards.</summary>
    public async Task<JsonObject> IndexAsync() => await ReadCompactAsync(await Publisher.PublishAsync(null, Token), "status-index+jws");

    /// <summary>A shard.</summary>
    public async Task<JsonObject> ShardAsync(string prefix)
    {
        var published = await Publisher.PublishShardAsync(prefix, null, Token);
        Assert.NotNull(published);
        return await ReadCompactAsync(published, "status-shard+jws");
    }

    public ValueTask DisposeAsync() => Issuing.DisposeAsync();

    private async Task<JsonObject> ReadCompactAsync(PublishedStatus published, string type)
    {
        Assert.Equal($"application/{type}", published.ContentType);
        var parts = Encoding.ASCII.GetString(published.Bytes.Span).Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        Assert.Equal(("PS256", type), (header["alg"]!.GetValue<string>(), header["typ"]!.GetValue<string>()));
        await AssertSignedAsync(parts[0], parts[1], parts[2], header["kid"]!.GetValue<string>());
        return JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
    }

    private async Task AssertSignedAsync(string header, string payload, string signature, string kid)
    {
        var keys = await Issuing.Get<ISigningKeys>().GetPublishedKeysAsync(Token);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(keys.Single(key => key.KeyId == kid).PublicKeyPem);
        var input = Encoding.ASCII.GetBytes($"{header}.{payload}");
        Assert.True(rsa.VerifyData(input, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }
}
