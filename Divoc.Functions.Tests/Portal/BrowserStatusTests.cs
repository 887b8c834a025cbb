using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Formats.SmartHealthCard;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.LinkedData.Proofs;
using Divoc.Functions.Tests.Status;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Triggers;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;
using Issued = Divoc.Functions.Tests.Verification.Certificates;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// What the portal's library makes of the published status, and of none: without data that are signed, fit and fresh nothing of ours is
/// judged. It is never "not revoked".
/// </summary>
[Trait("Kind", "Slow")]
public sealed class BrowserStatusTests(BrowserLibrary library) : IAsyncLifetime
{
    private const string Root = "/revocations";
    private const string Unavailable = "NOT_JUDGED STATUS_UNAVAILABLE";
    private const string Outdated = "NOT_JUDGED STATUS_OUTDATED";
    private const string TrustOutdated = "NOT_JUDGED TRUST_OUTDATED";

    private readonly TemporaryFolder folder = new();
    private readonly List<JsonObject> lines = [];
    private readonly List<string> expected = [];
    private KeyFileSigningKeys keys = null!;
    private RSA key = null!;
    private StatusBench bench = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = Cards.KeyFileIn(folder);
        key = RSA.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(file, Token));
        keys = KeyFileSigningKeys.Open(file);
        await library.BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (bench is not null)
        {
            await bench.DisposeAsync();
        }

        keys.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Only_a_signed_matching_and_unexpired_list_is_used()
    {
        await StartAsync(10_000);
        var (revoked, live) = (await bench.RevokeOneAsync(), await bench.IssueAsync());
        var list = await FileAsync(Root);
        var signed = JsonNode.Parse(list)!;
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(signed["payload"]!.GetValue<string>()))!.AsObject();
        var kid = signed["header"]!["kid"]!.GetValue<string>();

        await ExpectAsync(revoked, "REVOKED REVOKED EXPIRED", list);
        await ExpectAsync(live, "EXPIRED EXPIRED", list);
        await ExpectAsync(live, "EXPIRED EXPIRED", Flattened("""{"alg":"PS256"}""", payload, kid));
        await ExpectAsync(live, Unavailable, Files(null));
        await ExpectAsync(live, Unavailable, "");
        await ExpectAsync(live, Unavailable, "{}");
        await ExpectAsync(live, Unavailable, list.Replace("\"signature\":\"", "\"signature\":\"AAAA", StringComparison.Ordinal));
        await ExpectAsync(live, Unavailable, list.Replace(kid, "another", StringComparison.Ordinal));
        await ExpectAsync(live, Unavailable, Flattened("""{"alg":"RS256"}""", payload, kid));
        await ExpectAsync(live, Unavailable, Flattened("""{"alg":"PS256","typ":"status-shard+jws"}""", payload, kid));
        await ExpectAsync(live, Unavailable, Flattened("""{"alg":"PS256","crit":["exp"]}""", payload, kid));
        await ExpectAsync(live, Unavailable, Compact("status-shard+jws", payload, kid));
        await ExpectAsync(live, Unavailable, Compact(null, payload, kid));
        await ExpectAsync(live, Unavailable, Flattened("""{"alg":"PS256"}""", With(payload, "prefixLength", 1), kid));
        await ExpectAsync(live, Unavailable, Flattened("""{"alg":"PS256"}""", With(payload, "issuer", "https://other.example"), kid));
        await ExpectAsync(live, Unavailable, Flattened("""{"alg":"PS256"}""", With(payload, "nextUpdate", "soon"), kid));
        await ExpectAsync(live, Outdated, Flattened("""{"alg":"PS256"}""", With(payload, "nextUpdate", Text(Now)), kid));
        await ExpectAsync(revoked, Outdated, Flattened("""{"alg":"PS256"}""", With(payload, "nextUpdate", Text(Now)), kid));
        await ExpectAsync(
            live, "NOT_JUDGED CLOCK_WRONG", Flattened("""{"alg":"PS256"}""", With(payload, "issued", Text(Now.AddMinutes(11))), kid));

        var told = await JudgeAsync();
        Assert.Equal(payload["issued"]!.GetValue<string>(), told[0]["data"]!["issued"]!.GetValue<string>());
        Assert.Equal(Text(Now), told.First(one => Word(one) == Outdated)["data"]!["nextUpdate"]!.GetValue<string>());
    }

    /// <summary>A list that was changed on its way hides nothing.</summary>
    [Fact]
    public async Task No_mutated_status_list_makes_a_revoked_certificate_valid()
    {
        await StartAsync(10_000);
        var revoked = await bench.RevokeOneAsync();
        var list = Encoding.UTF8.GetBytes(await FileAsync(Root));
        var random = new Random(20261202);
        await ExpectAsync(revoked, "REVOKED REVOKED EXPIRED", Encoding.UTF8.GetString(list));
        var trust = lines[0]["trust"]!.GetValue<string>();
        var credential = await CredentialAsync(revoked);
        for (var index = 0; index < 1000; index++)
        {
            lines.Add(new JsonObject { ["trust"] = trust, ["files"] = Files(Encoding.UTF8.GetString(Mutation.Of(list, random))) });
            lines.Add(new JsonObject { ["payload"] = Convert.ToBase64String(credential), ["now"] = Text(Now) });
        }

        var told = await library.JudgeAsync(lines);
        Assert.Superset(new HashSet<string> { "REVOKED REVOKED EXPIRED", Unavailable }, told.Select(Word).ToHashSet());
        Assert.All(told, one => Assert.Contains(Word(one), new[] { "REVOKED REVOKED EXPIRED", Unavailable }));
    }

    [Fact]
    public async Task A_loaded_list_is_kept_until_it_expires_and_never_replaced_by_an_older_one()
    {
        await StartAsync(10_000);
        var one = await bench.IssueAsync();
        var before = await FileAsync(Root);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.Changer.RevokeAsync(one.CertificateId, new ChangeOrder("TRIAL", null, Caller.Service), Token);
        await bench.AnnounceAsync();
        var after = await FileAsync(Root);

        await ExpectAsync(one, "EXPIRED EXPIRED", before);
        await NextAsync(one, "EXPIRED EXPIRED", new JsonObject());
        await NextAsync(one, "REVOKED REVOKED EXPIRED", Files(after));
        await NextAsync(one, "REVOKED REVOKED EXPIRED", Files(before));
        await NextAsync(one, "REVOKED REVOKED EXPIRED", Files(null));
        await NextAsync(one, "REVOKED REVOKED EXPIRED", Files("damaged"));
        bench.Time.Advance(TimeSpan.FromDays(2));
        await NextAsync(one, TrustOutdated, Files("damaged"));

        // The device gets newer keys, and keeps what it had of the lists.
        await RenewTrustAsync(document => document);
        await NextAsync(one, Outdated, Files("damaged"));
        await NextAsync(one, Outdated, new JsonObject());

        await JudgeAsync();
    }

    /// <summary>What was loaded before is kept as long as the key that signed it is trusted.</summary>
    [Fact]
    public async Task A_list_is_discarded_together_with_the_key_that_signed_it()
    {
        await StartAsync(10_000);
        var one = await bench.IssueAsync();
        await ExpectAsync(one, "EXPIRED EXPIRED", await FileAsync(Root));
        await RenewTrustAsync(document => document);
        await NextAsync(one, "EXPIRED EXPIRED", new JsonObject());
        await RenewTrustAsync(document =>
        {
            document["own"]!["keys"]![0]!["published"] = false;
            document["own"]!["keys"]![0]!["signedFor"] = new JsonArray();
            return document;
        });
        await NextAsync(one, Unavailable, new JsonObject());

        await JudgeAsync();
    }

    /// <summary>
    /// A key may be missing in what was loaded long ago, so a certificate that nothing fits may be good; and a key may be in it that is
    /// trusted no more.
    /// </summary>
    [Fact]
    public async Task With_expired_trust_data_the_browser_gives_no_verdict_on_any_certificate()
    {
        using var theirs = RSA.Create(2048);
        using var nobody = RSA.Create(2048);
        var trusted = Directory.CreateDirectory(folder.PathOf("trusted")).FullName;
        await File.WriteAllTextAsync(Path.Combine(trusted, "did%3Aexample%3Aauthority.pem"), theirs.ExportSubjectPublicKeyInfoPem(), Token);
        await StartAsync(10_000, services => services.Configure<TrustedIssuerOptions>(options => options.TrustedIssuers = trusted));
        var own = await CredentialAsync(await bench.IssueAsync());
        var altered = JsonNode.Parse(own)!;
        altered["credentialSubject"]!["name"] = "Somebody Else";
        (byte[] Payload, string Fresh)[] all =
        [
            (own, "EXPIRED EXPIRED"),
            (JsonSerializer.SerializeToUtf8Bytes(altered), "INVALID SIGNATURE_WRONG"),
            (JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.Sign(Issued.All["v1"], theirs)), "EXPIRED EXPIRED REVOCATION_NOT_CHECKED"),
            (JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.Sign(Issued.All["v1"], nobody)), "INVALID SIGNATURE_WRONG"),
            ("{\"credentialSubject\":{}}"u8.ToArray(), "INVALID UNKNOWN_KIND"),
        ];
        var list = Files(await FileAsync(Root));
        await ExpectAsync(own, "EXPIRED EXPIRED", list);
        var made = Now;
        Add(own, "NOT_JUDGED CLOCK_WRONG", made.AddMinutes(-11));
        Add(own, "EXPIRED EXPIRED", made.AddMinutes(-9));
        var over = made + bench.Issuing.Get<PublishedTrust>().Lifetime;
        foreach (var (payload, fresh) in all)
        {
            Add(payload, fresh, over.AddSeconds(-1));
            Add(payload, TrustOutdated, over);
            Add(payload, TrustOutdated, over.AddYears(5));
        }

        Add("certificate"u8.ToArray(), "NOT_READ NOT_A_CERTIFICATE", over);
        var told = await JudgeAsync();

        Assert.Equal(
            over,
            DateTimeOffset.Parse(
                told.First(one => Word(one) == TrustOutdated)["data"]!["nextUpdate"]!.GetValue<string>(), CultureInfo.InvariantCulture));
    }

    /// <summary>A list that the service knows and does not tell is no reason to take a card for good.</summary>
    [Theory]
    [InlineData(TrustDocument.MostRevokedNames, "REVOKED REVOKED")]
    [InlineData(TrustDocument.MostRevokedNames + 1, "ASK_ONLINE REGISTRY")]
    public async Task Cards_of_an_issuer_whose_revocation_list_is_too_long_to_publish_are_referred_to_the_service(int names, string word)
    {
        using var issuer = new CardIssuer();
        var trusted = Directory.CreateDirectory(folder.PathOf("trusted")).FullName;
        var escaped = Uri.EscapeDataString(CardIssuer.Url);
        var revoked = new JsonArray(
            [.. Enumerable.Range(1, names - 1).Select(index => JsonValue.Create($"n{index}")), JsonValue.Create("AbC-_def")]);
        await File.WriteAllTextAsync(Path.Combine(trusted, $"{escaped}.jwks.json"), issuer.Set(), Token);
        await File.WriteAllTextAsync(
            Path.Combine(trusted, $"{escaped}.crl.{issuer.Kid}.json"),
            $$"""{"kid":"{{issuer.Kid}}","method":"rid","ctr":1,"rids":{{revoked.ToJsonString()}}}""",
            Token);
        await StartAsync(10_000, services => services.Configure<TrustedIssuerOptions>(options => options.TrustedIssuers = trusted));
        var card = CardIssuer.Document(Now.AddDays(-1));
        await ExpectAsync(Encoding.ASCII.GetBytes(issuer.Sign(card)), word, new JsonObject());
        card["vc"]!.AsObject().Remove("rid");
        await ExpectAsync(
            Encoding.ASCII.GetBytes(issuer.Sign(card)),
            names > TrustDocument.MostRevokedNames ? "VALID REVOCATION_NOT_CHECKED" : "VALID",
            new JsonObject());

        await JudgeAsync();
    }

    [Fact]
    public async Task The_index_leads_only_to_the_shard_of_the_certificate()
    {
        await StartAsync(1);
        var (revoked, live) = (await bench.RevokeOneAsync(), await bench.IssueAsync());
        await bench.RegisterAsync(3);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        var index = await FileAsync(Root);
        Assert.DoesNotContain("{", index, StringComparison.Ordinal);
        var length = JsonNode.Parse(Base64Url.DecodeFromChars(index.Split('.')[1]))!["prefixLength"]!.GetValue<int>();
        string PrefixOf(CertificationEvent one) => StatusBench.HashOf(one.CertificateId)[..length];
        var (first, second) = (await FileAsync($"{Root}/{PrefixOf(revoked)}"), await FileAsync($"{Root}/{PrefixOf(live)}"));
        var kid = JsonNode.Parse(Base64Url.DecodeFromChars(index.Split('.')[0]))!["kid"]!.GetValue<string>();

        await ExpectAsync(revoked, "REVOKED REVOKED EXPIRED", Shards(PrefixOf(revoked), first));
        await ExpectAsync(live, "EXPIRED EXPIRED", Shards(PrefixOf(live), second));
        await ExpectAsync(live, Unavailable, Files(index));
        await ExpectAsync(live, Unavailable, Shards(PrefixOf(live), null));
        await ExpectAsync(live, Unavailable, Shards(PrefixOf(live), index));
        if (PrefixOf(live) != PrefixOf(revoked))
        {
            await ExpectAsync(live, Unavailable, Shards(PrefixOf(live), first));
        }

        // A longer prefix was announced, and only shards of the one before can be had.
        var grown = new JsonObject
        {
            ["issuer"] = IssuerId,
            ["issued"] = Text(Now),
            ["nextUpdate"] = Text(Now.AddHours(1)),
            ["prefixLength"] = 9,
            ["formerPrefixLengths"] = new JsonArray(length),
        };
        await ExpectAsync(
            revoked,
            "REVOKED REVOKED EXPIRED",
            new JsonObject { [Root] = Compact("status-index+jws", grown, kid), [$"{Root}/{PrefixOf(revoked)}"] = first });
        await ExpectAsync(revoked, Outdated, new JsonObject
        {
            [Root] = index,
            [$"{Root}/{PrefixOf(revoked)}"] = Compact(
                "status-shard+jws",
                With(
                    With(JsonNode.Parse(Base64Url.DecodeFromChars(first.Split('.')[1]))!.AsObject(), "nextUpdate", Text(Now)),
                    "issued",
                    Text(Now.AddHours(-1))),
                kid),
        });

        await JudgeAsync();

        JsonObject Shards(string prefix, string? shard) => new() { [Root] = index, [$"{Root}/{prefix}"] = shard };
    }

    /// <summary>
    /// Whoever finds the key of an earlier system can sign with it: under a complete registry that is worth nothing, and only the registry
    /// knows.
    /// </summary>
    [Theory]
    [InlineData(false, "ASK_ONLINE REGISTRY")]
    [InlineData(true, "EXPIRED EXPIRED FIELDS_NOT_BOUND NOT_LISTED")]
    public async Task Certificates_signed_with_a_key_of_an_earlier_system_are_referred_to_the_registry(bool isPartlyListed, string word)
    {
        using var former = RSA.Create(2048);
        var file = folder.PathOf("did%3Aexample%3Aauthority.pem");
        await File.WriteAllTextAsync(file, former.ExportSubjectPublicKeyInfoPem(), Token);
        await StartAsync(10_000, services => services.Configure<TrustedIssuerOptions>(options => options.Former =
            [new NamedIssuer("Divoc:FormerKeys:old", file, IssuerProfile.Unknown) { IsOwn = true, IsPartlyListed = isPartlyListed }]));
        await ExpectAsync(Signed(Issued.All["v1"]), word, Files(await FileAsync(Root)));
        await ExpectAsync(Signed(Issued.All["v1"]), Unavailable, new JsonObject());
        await ExpectAsync(Signed(Issued.Vaccination("v1", dose: "3")), "ASK_ONLINE REGISTRY", Files(await FileAsync(Root)));

        await JudgeAsync();

        byte[] Signed(JsonObject credential) => JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.Sign(credential, former));
    }

    [Fact]
    public async Task A_browser_without_Ed25519_asks_for_an_online_check()
    {
        await File.WriteAllTextAsync(folder.PathOf("ed.json"), $$"""
            {"@context":[],"id":"did:example:ed","verificationMethod":[{"id":"did:example:authority","type":"Ed25519VerificationKey2018","controller":"did:example:ed","publicKeyBase58":"{{Base58Text.Of(Ed25519TestKey.Public.Raw.Span)}}"}],"assertionMethod":["did:example:authority"]}
            """, Token);
        var trusted = Directory.CreateDirectory(folder.PathOf("trusted"));
        File.Move(folder.PathOf("ed.json"), Path.Combine(trusted.FullName, "ed.json"));
        await StartAsync(
            10_000, services => services.Configure<TrustedIssuerOptions>(options => options.TrustedIssuers = trusted.FullName));
        var credential = JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.SignWithEd25519(Issued.Recovery()));
        await ExpectAsync(credential, "EXPIRED EXPIRED REVOCATION_NOT_CHECKED", new JsonObject());
        lines.Add(new JsonObject { ["withoutEd25519"] = true });
        await ExpectAsync(credential, "ASK_ONLINE NOT_SUPPORTED", new JsonObject());

        await JudgeAsync();
    }

    private static string IssuerId => new IssuerOptions().Id;

    private DateTimeOffset Now => bench.Time.GetUtcNow();

    private async Task StartAsync(int wholeList, Action<IServiceCollection>? configure = null)
    {
        bench = new StatusBench(wholeList, services =>
        {
            services.AddSingleton<ISigningKeys>(keys);
            configure?.Invoke(services);
        });
        await Task.CompletedTask;
    }

    /// <summary>What is published now.</summary>
    private async Task<string> FileAsync(string path)
    {
        var published = path == Root
            ? await bench.Publisher.PublishAsync(null, Token)
            : await bench.Publisher.PublishShardAsync(path[(Root.Length + 1)..], null, Token);
        return Encoding.UTF8.GetString(published!.Bytes.Span);
    }

    private static JsonObject Files(string? list) => new() { [Root] = list };

    private Task ExpectAsync(CertificationEvent one, string word, string? list) => ExpectAsync(one, word, Files(list));

    private async Task ExpectAsync(CertificationEvent one, string word, JsonObject files) =>
        await ExpectAsync(await CredentialAsync(one), word, files);

    /// <summary>Adds a certificate, for a device that has loaded nothing before.</summary>
    private async Task ExpectAsync(byte[] credential, string word, JsonObject files)
    {
        var trust = await PlainRequest.Get().AnswerAsync(request => bench.Issuing.Create<TrustFunctions>().ShowAsync(request, Token));
        lines.Add(new JsonObject { ["trust"] = Encoding.UTF8.GetString(trust.Body), ["files"] = files });
        Add(credential, word);
    }

    /// <summary>The same for the device of the one before.</summary>
    private async Task NextAsync(CertificationEvent one, string word, JsonObject files)
    {
        lines.Add(new JsonObject { ["files"] = files });
        Add(await CredentialAsync(one), word);
    }

    /// <summary>The device of the one before gets the keys of now.</summary>
    private async Task RenewTrustAsync(Func<JsonObject, JsonObject> change)
    {
        var trust = await PlainRequest.Get().AnswerAsync(request => bench.Issuing.Create<TrustFunctions>().ShowAsync(request, Token));
        lines.Add(new JsonObject { ["trust"] = change(trust.Json.AsObject()).ToJsonString(), ["keeps"] = true });
    }

    private void Add(byte[] credential, string word, DateTimeOffset? now = null)
    {
        lines.Add(new JsonObject { ["payload"] = Convert.ToBase64String(credential), ["now"] = Text(now ?? Now) });
        expected.Add(word);
    }

    private async Task<byte[]> CredentialAsync(CertificationEvent one) =>
        (await bench.Issuing.Store.GetAsync(TestArtifacts.Credential(one.CertificateId), Token))!.Bytes.ToArray();

    private async Task<IReadOnlyList<JsonObject>> JudgeAsync()
    {
        var told = await library.JudgeAsync(lines);
        Assert.Equal(expected, told.Select(Word));
        return told;
    }

    /// <summary>The word and its reasons, without the one that DIVOC's own kind always has.</summary>
    private static string Word(JsonObject told)
    {
        if (told["verdict"] is not { } verdict)
        {
            return $"{told["outcome"]} {told["why"] ?? told["code"] ?? told["fault"]}";
        }

        var codes = verdict["reasons"]!.AsArray().Select(reason => reason!["code"]!.GetValue<string>()).ToList();
        return string.Join(
            ' ',
            (codes.Contains("NOT_LISTED") ? codes : codes.Where(code => code != "FIELDS_NOT_BOUND"))
                .Prepend(verdict["status"]!.GetValue<string>()));
    }

    private string Flattened(string header, JsonObject payload, string kid)
    {
        var (encoded, content) = (Encode(header), Encode(payload.ToJsonString()));
        return new JsonObject
        {
            ["payload"] = content,
            ["protected"] = encoded,
            ["header"] = new JsonObject { ["kid"] = kid },
            ["signature"] = Sign($"{encoded}.{content}"),
        }
            .ToJsonString();
    }

    private string Compact(string? type, JsonObject payload, string kid)
    {
        var header = new JsonObject { ["alg"] = "PS256", ["kid"] = kid };
        if (type is not null)
        {
            header["typ"] = type;
        }

        var input = $"{Encode(header.ToJsonString())}.{Encode(payload.ToJsonString())}";
        return $"{input}.{Sign(input)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string Sign(string input) =>
        Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

    private static JsonObject With(JsonObject document, string name, JsonNode value)
    {
        var changed = document.DeepClone().AsObject();
        changed[name] = value;
        return changed;
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
