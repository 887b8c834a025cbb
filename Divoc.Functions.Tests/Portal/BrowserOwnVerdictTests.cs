using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Events;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Ddcc;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Formats.SmartHealthCard;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// Certificates of our own: the portal's library goes by the published status in place of the registry. What the status can't tell is
/// listed here, and for each of these the library says that the service is to be asked.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class BrowserOwnVerdictTests(BrowserLibrary library) : IAsyncLifetime
{
    private const string Ask = "ASK_ONLINE";
    private const string Formats = "eu-dcc ddcc smart-health-card";

    /// <summary>What the library says where the registry says something else; by the end of the fixture's name.</summary>
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        // Our key signed it, and nobody can tell from a list of revocations that it was never issued.
        ["never issued"] = "VALID",

        // Members that share a term were exchanged: the signature is good. Of the first the rule takes it that nobody gains by it.
        ["batch and manufacturer exchanged"] = "VALID",
        ["doses exchanged"] = Ask,
        ["vaccine and batch exchanged"] = Ask,

        // Which certificates a card of ours holds only the registry knows.
        ["smart-health-card"] = Ask,
    };

    // What only the registry tells beside the word, and what only the rule asks.
    private static readonly string[] OfRegistry = ["ERASED", "NOT_ISSUED", "NOT_AS_ISSUED"];
    private static readonly string[] OfRule = ["FIELDS_NOT_BOUND"];

    private readonly TemporaryFolder folder = new();
    private readonly DocumentSigner signer = DocumentSigner.Es256(
        new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, byte[]> payloads = [];
    private InMemoryMessageQueue changes = null!;
    private KeyFileSigningKeys keys = null!;
    private IssuingBench bench = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(
            folder.PathOf("signing-key-2.pem"),
            $"For dcc\nSigns from 2020-01-01T00:00:00Z\n{signer.Key.ExportPkcs8PrivateKeyPem()}\n{signer.Pem}\n",
            Token);
        await File.WriteAllTextAsync(
            folder.PathOf("signing-key-3.pem"), $"For shc\nSigns from 2020-01-01T00:00:00Z\n{curve.ExportPkcs8PrivateKeyPem()}\n", Token);
        keys = KeyFileSigningKeys.Open(Cards.KeyFileIn(folder));
        changes = new InMemoryMessageQueue(time);
        bench = new IssuingBench(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<ISigningKeys>(keys);
            services.AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateChanges, changes);
            services.Configure<IssuerOptions>(options => options.Country = EuClaims.Country);
            services.Configure<EuDccOptions>(options => options.IssuerName = "Ministry of Trials");
            services.Configure<DdccOptions>(options => options.Authority = "Ministry of Trials");
            services.Configure<SmartHealthCardOptions>(options => options.Issuer = "https://cards.example.org/own");
        });
        await library.BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        keys.Dispose();
        signer.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_browser_reports_the_registry_status_of_own_certificates_or_asks_for_an_online_check()
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            await IssueInEachStateAsync(shape);
        }

        await AddUnissuedAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        await AnnounceAsync();
        var world = new BrowserWorld(bench);
        await world.PublishAsync();
        foreach (var (name, payload) in payloads)
        {
            await world.AddAsync(name, payload, time.GetUtcNow());
        }

        var judged = await world.JudgeAsync(library);
        Assert.All(judged, one => AssertFits(one.Case, one.Local));
        Assert.True(judged.Count > 70, $"{judged.Count}");
        Assert.Superset(
            new HashSet<string> { "VALID", "REVOKED", "SUSPENDED", "SUPERSEDED", "EXPIRED", "INVALID" },
            judged.Select(one => one.Case.Word).ToHashSet());
        Assert.All(
            Formats.Split(' '),
            format => Assert.Contains(judged, one => one.Case.Name.EndsWith(format, StringComparison.Ordinal) && one.Case.Word == "VALID"));
        Assert.All(Differences.Keys, end => Assert.Contains(judged, one => one.Case.Name.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>
    /// What a key signed that is published no more, or not for this any more, only the registry knows: whoever found the key could sign
    /// with it.
    /// </summary>
    [Fact]
    public async Task The_browser_refers_certificates_signed_with_an_earlier_own_key_to_the_registry()
    {
        using var first = KeyFileSigningKeys.Open(folder.PathOf("first.pem"));
        using var second = KeyFileSigningKeys.Open(folder.PathOf("second.pem"));
        await File.WriteAllTextAsync(
            folder.PathOf("renamed.pem"), $"For status\n{await File.ReadAllTextAsync(folder.PathOf("first.pem"), Token)}", Token);
        using var renamed = KeyFileSigningKeys.Open(folder.PathOf("renamed.pem"));
        var key = new RotatingKey();
        key.Add(first);
        await using var rotated = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(key));
        var earlier = await rotated.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV1, "EARLIER"));
        var forged = await rotated.SignAsync(CertificateShape.VaccinationV1);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(earlier).Replace("Covishield", "Covaxin", StringComparison.Ordinal));
        key.Add(second);
        var later = await rotated.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV1, "LATER"));
        var world = new BrowserWorld(rotated.Issuing);
        await AddAllAsync();
        key.RemoveFirst();
        await AddAllAsync();
        key.Add(renamed);
        await AddAllAsync();

        var told = (await world.JudgeAsync(library)).Select(one => $"{one.Case.Word} {Word(one.Local)}");
        Assert.Equal(
            [
                "VALID VALID", "INVALID VALID", "INVALID INVALID", "VALID VALID",
                "VALID ASK_ONLINE", "INVALID ASK_ONLINE", "INVALID INVALID", "VALID VALID",
                "VALID ASK_ONLINE", "INVALID ASK_ONLINE", "INVALID INVALID", "VALID VALID",
            ],
            told);

        async Task AddAllAsync()
        {
            await world.PublishAsync();
            foreach (var payload in new[] { earlier, forged, changed, later })
            {
                await world.AddAsync("", payload, rotated.Clock.UtcNow);
            }
        }
    }

    /// <summary>Each mutation of a certificate of ours is what the service says, but for those that keep the signature.</summary>
    [Fact]
    public async Task The_browser_never_accepts_mutated_own_certificates_as_valid()
    {
        var issued = await IssueAsync(CertificateShape.VaccinationV1, "MUTATED");
        var original = await CredentialAsync(issued);
        byte[][] originals = [original, await FetchAsync(issued, "eu-dcc") ?? [], await FetchAsync(issued, "ddcc") ?? []];
        var world = new BrowserWorld(bench);
        time.Advance(TimeSpan.FromMinutes(1));
        await world.PublishAsync();
        var random = new Random(20261201);
        foreach (var payload in originals)
        {
            Assert.NotEmpty(payload);
            for (var index = 0; index < 2000; index++)
            {
                await world.AddAsync("mutated", Mutation.Of(payload, random), time.GetUtcNow());
            }
        }

        foreach (var (one, local) in await world.JudgeAsync(library))
        {
            Assert.True(one.Word is not "VALID" || Word(local) is "VALID", local.ToJsonString());
            Assert.True(
                Word(local) is not "VALID" || one.Word is "VALID",
                $"{local.ToJsonString()}\n{one.Server.ToJsonString()}\n{Encoding.UTF8.GetString(one.Payload)}");
            Assert.True(
                Word(local) == one.Word || Word(local) == Ask,
                $"{local.ToJsonString()}\n{one.Server.ToJsonString()}\n{Encoding.UTF8.GetString(one.Payload)}");
        }
    }

    private static void AssertFits(BrowserCase one, JsonObject local)
    {
        var what = $"{one.Name}\n  server {one.Server.ToJsonString()}\n  local  {local.ToJsonString()}";
        var expected = Differences.FirstOrDefault(difference => one.Name.EndsWith(difference.Key, StringComparison.Ordinal)).Value;
        if (expected is not null && one.Word != "INVALID" && expected != Ask)
        {
            Assert.Fail($"The service does not differ: {what}");
        }

        if (expected is not null)
        {
            Assert.True(Word(local) == expected || (expected == Ask && Word(local) == "INVALID" && one.Word == "INVALID"), what);
            Assert.True(
                Word(local) == Ask || (Word(local) == one.Word && one.Word == "INVALID") || local["askOnline"]!.GetValue<bool>(), what);
            return;
        }

        Assert.True(local["outcome"]!.GetValue<string>() == "JUDGED", what);
        Assert.True(JsonNode.DeepEquals(Without(one.Server, OfRegistry), Without(local["verdict"]!.AsObject(), OfRule)), what);
    }

    private static string Word(JsonObject local) =>
        local["verdict"]?["status"]?.GetValue<string>() ?? (local["code"] ?? local["outcome"])!.GetValue<string>();

    /// <summary>An answer without some reasons, and without the certificate that took its place.</summary>
    private static JsonObject Without(JsonObject answer, string[] codes)
    {
        var left = answer.DeepClone().AsObject();
        left.Remove("replacedBy");
        left["reasons"] = new JsonArray(
            [.. answer["reasons"]!.AsArray()
                .Where(reason => !codes.Contains(reason!["code"]!.GetValue<string>()))
                .Select(reason => reason!.DeepClone())]);
        return left;
    }

    private async Task IssueInEachStateAsync(CertificateShape shape)
    {
        var (changer, order) = (bench.Get<StateChanger>(), new ChangeOrder("TRIAL", null, Caller.Service));
        await AddAsync(shape, "valid", _ => Task.CompletedTask);
        await AddAsync(shape, "revoked", one => changer.RevokeAsync(one.CertificateId, order, Token));
        await AddAsync(shape, "suspended", one => changer.SuspendAsync(one.CertificateId, order, Token));
        await AddAsync(shape, "suspended for a time", one => changer.SuspendAsync(
            one.CertificateId, order with { From = time.GetUtcNow(), Until = time.GetUtcNow().AddDays(1) }, Token));
        await AddAsync(
            shape,
            "suspended tomorrow",
            one => changer.SuspendAsync(one.CertificateId, order with { From = time.GetUtcNow().AddDays(1) }, Token));
        await AddAsync(shape, "reinstated", async one =>
        {
            await changer.SuspendAsync(one.CertificateId, order, Token);
            await changer.ReinstateAsync(one.CertificateId, order, Token);
        });
        await AddAsync(
            shape,
            "replaced",
            one => bench.DeliverAsync(one with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = one.CertificateId }));
        await AddAsync(shape, "replaced and revoked", async one =>
        {
            await bench.DeliverAsync(one with { CertificateId = RandomId.New(), VersionsAtAcceptance = 1, Replaces = one.CertificateId });
            await changer.RevokeAsync(one.CertificateId, order, Token);
        });
        await AddAsync(shape, "erased", one => bench.Get<CertificateEraser>().EraseAsync(one.CertificateId, order, Token));
        await AddAsync(shape, "over", _ => Task.CompletedTask, happened => happened with
        {
            Vaccination = happened.Vaccination is { } dose ? dose with { EffectiveUntil = new DateOnly(2024, 5, 31) } : null,
            Recovery = happened.Recovery is { } recovery ? recovery with { ValidUntil = new DateOnly(2024, 5, 31) } : null,
        });
        await AddAsync(shape, "to come", _ => Task.CompletedTask, happened => happened with
        {
            Vaccination = happened.Vaccination is { } dose ? dose with { EffectiveStart = new DateOnly(2024, 6, 15) } : null,
            Recovery = happened.Recovery is { } recovery ? recovery with { ValidFrom = new DateOnly(2024, 6, 15) } : null,
        });
        await AlterAsync(shape);
    }

    /// <summary>Issues a certificate, keeps it in all its forms, and lets something happen to it.</summary>
    private async Task AddAsync(
        CertificateShape shape, string state, Func<CertificationEvent, Task> change, Func<HealthEvent, HealthEvent>? happened = null)
    {
        var issued = await IssueAsync(shape, $"{shape}-{state}".Replace(' ', '-'), happened);
        var credential = await CredentialAsync(issued);
        var archive = QrPayload.Pack(credential);
        payloads[$"{shape} {state}"] = credential;
        payloads[$"{shape} {state}, as archive"] = archive;
        payloads[$"{shape} {state}, as text"] = Encoding.UTF8.GetBytes(QrPayload.ToText(archive));
        foreach (var format in Formats.Split(' '))
        {
            if (await FetchAsync(issued, format) is { } fetched)
            {
                payloads[$"{shape} {state}, {format}"] = fetched;
            }
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await change(issued);
    }

    private async Task AlterAsync(CertificateShape shape)
    {
        var credential = JsonNode.Parse(payloads[$"{shape} valid"])!.AsObject();
        Add("name changed", root => root["credentialSubject"]!["name"] = "Somebody Else");
        Add("id changed", root => root["evidence"]![0]!["certificateId"] = RandomId.New());
        Add("id removed", root => root["evidence"]![0]!.AsObject().Remove("certificateId"));
        Add("proof removed", root => root.Remove("proof"));
        Add("signature cut", root => root["proof"]!["jws"] = root["proof"]!["jws"]!.GetValue<string>()[..^4]);
        if (shape is CertificateShape.VaccinationV1 or CertificateShape.VaccinationV3)
        {
            Add("batch and manufacturer exchanged", root => Exchange(root, "batch", "manufacturer"));
            Add("vaccine and batch exchanged", root => Exchange(root, "vaccine", "batch"));
            Add("doses exchanged", root => Exchange(root, "dose", "totalDoses"));
        }

        await Task.CompletedTask;

        void Add(string what, Action<JsonObject> change)
        {
            var altered = credential.DeepClone().AsObject();
            change(altered);
            payloads[$"{shape} {what}"] = Encoding.UTF8.GetBytes(altered.ToJsonString());
        }
    }

    private static void Exchange(JsonObject root, string one, string other)
    {
        var evidence = root["evidence"]![0]!;
        (evidence[one], evidence[other]) = (evidence[other]!.DeepClone(), evidence[one]!.DeepClone());
    }

    /// <summary>What our keys sign and the registry never lists.</summary>
    private async Task AddUnissuedAsync()
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            var certification = EventBuilder.Certification(EventBuilder.Of(shape), shape);
            var source = new CredentialSource(certification.CertificateId, certification.AcceptedAt, time.GetUtcNow(), certification.Event);
            var format = bench.Get<CredentialFormats>().Issuing(source.Event.Type, source.Event.Version, source.Event.Shape)!;
            payloads[$"{shape} never issued"] = (await format.WriteAsync(source, keys, SigningLane.Interactive, Token)).Bytes.ToArray();
        }

        var text = signer.Text(
            EuSamples.Test with { Entry = EuSamples.Test.Entry with { Id = Uvci.Of(EuClaims.Country, RandomId.New()) } },
            time.GetUtcNow(),
            time.GetUtcNow().AddDays(1));
        payloads["EU certificate never issued"] = Encoding.ASCII.GetBytes(text);
    }

    private async Task<CertificationEvent> IssueAsync(CertificateShape shape, string code, Func<HealthEvent, HealthEvent>? happened = null)
    {
        var told = EventBuilder.Of(shape) with { PreEnrollmentCode = code, Facility = EuClaims.In("LKA") };
        var certification = EventBuilder.Certification(happened?.Invoke(told) ?? told, shape);
        Assert.True((await bench.DeliverAsync(certification)).IsUntouched);
        return certification;
    }

    private async Task<byte[]> CredentialAsync(CertificationEvent certification) =>
        (await bench.Store.GetAsync(TestArtifacts.Credential(certification.CertificateId), Token))!.Bytes.ToArray();

    /// <summary>A certificate in another format; null where it can't be written so.</summary>
    private async Task<byte[]?> FetchAsync(CertificationEvent certification, string format)
    {
        var certificates = bench.Create<CertificateFunctions>();
        var answer = await PlainRequest.Get($"?format={format}")
            .AnswerAsync(request => certificates.FetchAsync(request, certification.CertificateId, Token));
        return answer.Status == 200 ? answer.Body : null;
    }

    private async Task AnnounceAsync()
    {
        while (await changes.ReceiveAsync(10, TimeSpan.Zero, Token) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await bench.Get<ChangeMessageHandler>().HandleAsync(message.Message.Body, new FakeDelivery(), Token);
                await changes.CompleteAsync(message, Token);
            }
        }
    }
}
