using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Rendering;
using Divoc.Functions.Tests.Formats.EuDcc;
using Divoc.Functions.Tests.Formats.SmartHealthCard;
using Divoc.Functions.Tests.LinkedData.Proofs;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Verification;
using Divoc.Functions.Verification;
using Divoc.Functions.Verification.Files;
using Microsoft.Extensions.DependencyInjection;
using Issued = Divoc.Functions.Tests.Verification.Certificates;
using TemporaryFolder = Divoc.Functions.Tests.Hosting.TemporaryFolder;

namespace Divoc.Functions.Tests.Portal;

/// <summary>
/// Certificates of other issuers: the portal's library gives the service's verdict for each, word for word, with all reasons and values.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class BrowserVerdictTests(BrowserLibrary library) : IAsyncLifetime
{
    private const int Mutations = 3000;
    private const int MostTold = 10;

    private static readonly RSA Key = RSA.Create(2048);
    private static readonly DateTimeOffset Now = new(2024, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset EuNow = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string OwnVectors = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Verification", "Vectors");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await library.BuildAsync();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Browser_and_service_agree_on_published_credentials_attacks_and_DIVOC_archives()
    {
        TrustDivoc();
        await using var bench = new VerificationBench(folder.Path);
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        foreach (var now in new[] { "2021-03-03T12:00:00Z", "2021-09-01T00:00:00Z", "2026-11-25T00:00:00Z" })
        {
            bench.Clock.UtcNow = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
            await world.PublishAsync();
            foreach (var (name, payload) in await PublishedAsync(bench))
            {
                await world.AddAsync($"{name} at {now}", payload, bench.Clock.UtcNow);
            }
        }

        AssertSame(await world.JudgeAsync(library), least: 90, "VALID", "EXPIRED", "INDETERMINATE", "INVALID", "NOT_A_CERTIFICATE");
    }

    /// <summary>The tables have sentences in all languages, and a page loads one of them.</summary>
    [Fact]
    public async Task The_library_is_small_and_contains_no_message_texts()
    {
        var content = await File.ReadAllBytesAsync(library.File, Token);
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(
            packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(content, Token);
        }

        Assert.InRange(packed.Length, 10_000, 30_000);
        Assert.DoesNotContain("Ask the issuer", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_and_service_agree_on_own_test_vectors()
    {
        File.Copy(Path.Combine(OwnVectors, "did%3Aexample%3Aauthority.pem"), folder.PathOf("did%3Aexample%3Aauthority.pem"));
        await using var bench = new VerificationBench(folder.Path);
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        foreach (var file in Directory.GetFiles(OwnVectors)
            .Where(file => !file.EndsWith(".pem", StringComparison.Ordinal) && Path.GetFileName(file) != "index.json"))
        {
            await world.AddAsync(Path.GetFileName(file), await File.ReadAllBytesAsync(file, Token), bench.Clock.UtcNow);
        }

        AssertSame(await world.JudgeAsync(library), least: 12, "VALID", "INVALID");
    }

    /// <summary>
    /// Members removed, exchanged and set to odd values, each signed anew, so that the content alone decides; by keys of four kinds and
    /// under five profiles.
    /// </summary>
    [Fact]
    public async Task Browser_and_service_judge_all_content_signed_by_a_trusted_issuer_alike()
    {
        var profiles = Profiles();
        await using var bench = new VerificationBench(
            folder.Path, services => services.Configure<TrustedIssuerOptions>(options => options.Profiled = profiles));
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        var index = 0;
        foreach (var (name, original) in Issued.All.Append(KeyValuePair.Create("recovery", Issued.Recovery())))
        {
            foreach (var (what, altered) in Altered(original))
            {
                var method = index % 2 == 0 ? OtherIssuer.Method : $"did:example:{index / 2 % profiles.Length}";
                await world.AddAsync(
                    $"{name}, {what}, {method}", JsonSerializer.SerializeToUtf8Bytes(Signed(original, altered, method)), Now);
                index++;
            }

            await world.AddAsync($"{name}, RS256", JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.SignWithRs256(original, Key)), Now);
            await world.AddAsync($"{name}, Ed25519", JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.SignWithEd25519(original)), Now);
        }

        AssertSame(await world.JudgeAsync(library), least: 2000, "VALID", "EXPIRED", "INVALID", "INDETERMINATE");
    }

    [Fact]
    public async Task Browser_and_service_agree_on_published_and_own_EU_certificates()
    {
        var cases = new List<(string Name, string Text, DateTimeOffset Now)>();
        foreach (var file in Directory.GetFiles(SharedData.PathOf("vectors", "dcc")))
        {
            var vector = JsonNode.Parse(await File.ReadAllBytesAsync(file, Token))!;
            if (vector["PREFIX"] is { } text && vector["TESTCTX"]?["CERTIFICATE"] is { } certificate)
            {
                var name = Path.GetFileNameWithoutExtension(file);
                await File.WriteAllBytesAsync(
                    folder.PathOf($"{name}.cer"), Convert.FromBase64String(certificate.GetValue<string>()), Token);
                var now = DateTimeOffset.Parse(
                    vector["TESTCTX"]!["VALIDATIONCLOCK"]!.GetValue<string>(),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal);
                cases.Add((name, text.GetValue<string>(), now.ToUniversalTime()));
            }
        }

        var own = JsonNode.Parse(await File.ReadAllBytesAsync(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Formats", "EuDcc", "own-vectors.json"), Token))!
            .AsArray();
        foreach (var (index, vector) in own.Index())
        {
            await File.WriteAllBytesAsync(
                folder.PathOf($"own-{index}.der"), Convert.FromBase64String(vector!["certificate"]!.GetValue<string>()), Token);
            cases.Add((vector["name"]!.GetValue<string>(), vector["text"]!.GetValue<string>(), DateTimeOffset.Parse(
                vector["now"]!.GetValue<string>(), CultureInfo.InvariantCulture)));
        }

        await using var bench = new VerificationBench(folder.Path);
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        foreach (var (name, text, at) in cases)
        {
            bench.Clock.UtcNow = at;
            await world.AddAsync(name, Encoding.UTF8.GetBytes(text), at);
        }

        AssertSame(await world.JudgeAsync(library), least: 30, "VALID", "EXPIRED", "INVALID");
    }

    [Fact]
    public async Task Browser_and_service_agree_on_published_health_cards_in_every_input_form()
    {
        var vectors =
            JsonNode.Parse(SharedData.Read("vectors", "index.json"))!.AsArray().Where(entry => (string)entry!["kind"]! == "shc").ToList();
        foreach (var issuer in vectors.Select(vector => (string)vector!["issuer"]!).Distinct())
        {
            await File.WriteAllBytesAsync(
                folder.PathOf($"{Uri.EscapeDataString(issuer)}.jwks.json"), SharedData.Read("vectors", "shc", "jwks.json"), Token);
        }

        await using var bench = new VerificationBench(folder.Path);
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        foreach (var vector in vectors)
        {
            var file = (string)vector!["files"]![0]!;
            bench.Clock.UtcNow = DateTimeOffset.Parse((string)vector["now"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                .ToUniversalTime();
            var content = SharedData.Read("vectors", "shc", file);
            var picture = file.EndsWith(".svg", StringComparison.Ordinal) ? SvgPicture.Png(Encoding.UTF8.GetString(content)) : content;
            await world.AddAsync(
                file, (await bench.Issuing.Get<PresentedFiles>().PayloadOfAsync(picture, Token)).ToArray(), bench.Clock.UtcNow);
        }

        AssertSame(await world.JudgeAsync(library), least: 14, "VALID", "INVALID", "SEVERAL_CERTIFICATES");
    }

    [Fact]
    public async Task Browser_and_service_agree_on_cards_of_issuers_with_revocation_lists_and_names()
    {
        using var issuer = new CardIssuer();
        using var other = new CardIssuer();
        var escaped = Uri.EscapeDataString(CardIssuer.Url);
        await File.WriteAllTextAsync(folder.PathOf($"{escaped}.jwks.json"), issuer.Set(), Token);
        await File.WriteAllTextAsync(folder.PathOf($"https%3A%2F%2Fother.example.org.jwks.json"), other.Set(), Token);
        await File.WriteAllTextAsync(
            folder.PathOf("names.json"), $$"""{"participating_issuers":[{"iss":"{{CardIssuer.Url}}","name":"Trial Health"}]}""", Token);
        var until = EuNow.AddDays(-10).ToUnixTimeSeconds();
        await File.WriteAllTextAsync(
            folder.PathOf($"{escaped}.crl.{issuer.Kid}.json"),
            $$"""{"kid":"{{issuer.Kid}}","method":"rid","ctr":1,"rids":["gone","AbC-_def.{{until}}"]}""",
            Token);
        await using var bench = new VerificationBench(
            folder.Path, services => services.Configure<TimeZoneOptions>(options => options.TimeZone = "Asia/Kolkata"));
        bench.Clock.UtcNow = EuNow;
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        foreach (var (what, card) in CardVariants())
        {
            await world.AddAsync(what, Encoding.ASCII.GetBytes(issuer.Sign(card)), EuNow);
        }

        var jws = issuer.Sign(CardIssuer.Document(EuNow));
        var digits = CardText.DigitsOf(jws);
        string[] forms =
        [
            $"{jws}\n", $"{jws}AA", $"shc:/{digits}", $"shc:/2/2/{digits[500..]}\nshc:/1/2/{digits[..500]}", $"shc:/1/2/{digits[..500]}",
            $"shc:/1/2/{digits[..500]}\r\nshc:/1/2/{digits[500..]}",
            $"shc:/1/2/{digits[..500]}\nshc:/2/3/{digits[500..]}", $"shc:/x/2/{digits}", $"shc:/{digits}1", $"shc:/{digits[..^2]}99",
            Encoding.ASCII.GetString(CardText.FileOf(jws)),
            $$""" { "verifiableCredential" : ["{{jws}}","{{jws}}"]}""", """{"verifiableCredential":[]}""",
            """{"verifiableCredential":[7]}""", other.Sign(CardIssuer.Document(EuNow)),
            other.Sign(CardIssuer.Document(EuNow, "https://other.example.org")),
            other.Sign(CardJws.Write(issuer.Kid, Encoding.UTF8.GetBytes(CardIssuer.Document(EuNow).ToJsonString()))), "eyJ.x.y", "shc:/",
            "HC1:", "hello", "",
        ];
        foreach (var form in forms)
        {
            await world.AddAsync(form[..Math.Min(form.Length, 40)], Encoding.UTF8.GetBytes(form), EuNow);
        }

        AssertSame(
            await world.JudgeAsync(library), least: 50, "VALID", "REVOKED", "EXPIRED", "INVALID", "SEVERAL_CERTIFICATES", "PARTS_MISSING",
            "NOT_A_CERTIFICATE");
    }

    /// <summary>What is made to be large, deep or slow ends as it does at the service.</summary>
    [Fact]
    public async Task Browser_and_service_agree_on_decompression_bombs()
    {
        await using var bench = new VerificationBench(folder.Path);
        bench.Clock.UtcNow = Now;
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        using var issuer = new CardIssuer();
        var zeros = new byte[1_000_000];
        var deep = string.Concat(Enumerable.Repeat("{\"proof\":", 32));
        (string Name, byte[] Payload)[] bombs =
        [
            ("brackets", [.. Enumerable.Repeat((byte)'{', 1_048_576)]),
            ("too large", [.. Enumerable.Repeat((byte)'{', 1_048_577)]),
            ("white space", [.. Enumerable.Repeat((byte)' ', 1_048_576)]),
            ("spaces before an archive", [.. Enumerable.Repeat((byte)' ', 1_000_000), .. "PK"u8]),
            ("deep", Encoding.UTF8.GetBytes(deep)),
            ("32 levels", Encoding.UTF8.GetBytes($"{deep[..^9]}{{{new string('}', 32)}")),
            ("33 levels", Encoding.UTF8.GetBytes($"{deep}{{}}{new string('}', 32)}")),
            ("64 KiB", Encoding.UTF8.GetBytes($"{{\"proof\":\"{new string('x', 65_536 - 12)}\"}}")),
            ("64 KiB and one", Encoding.UTF8.GetBytes($"{{\"proof\":\"{new string('x', 65_537 - 12)}\"}}")),
            ("members", Encoding.UTF8.GetBytes(
                $"{{{string.Join(',', Enumerable.Range(0, 4000).Select(index => $"\"m{index}\":1"))},\"proof\":1}}")),
            ("number", Encoding.UTF8.GetBytes($"{{\"proof\":{new string('9', 60_000)}}}")),
            ("surrogate", "{\"proof\":\"\\ud800\"}"u8.ToArray()),
            ("surrogate and no credential", "{\"x\":\"\\ud800\"}"u8.ToArray()),
            ("no UTF-8", [.. "{\"proof\":\""u8, 0xFF, .. "\"}"u8]),
            ("archive of zeros", QrPayload.Pack(zeros)),
            ("archive of 64 KiB", QrPayload.Pack(zeros.AsSpan(0, 65_536))),
            ("text of zeros", Encoding.ASCII.GetBytes(HealthCertificateText.Write(zeros))),
            ("text of 16 KiB", Encoding.ASCII.GetBytes(HealthCertificateText.Write(zeros.AsSpan(0, 16_384)))),
            ("longest text", Encoding.ASCII.GetBytes($"HC1:{new string('0', 4292)}")),
            ("longer text", Encoding.ASCII.GetBytes($"HC1:{new string('0', 4293)}")),
            ("card of zeros", Encoding.ASCII.GetBytes(issuer.Sign(zeros))),
            ("digits", Encoding.ASCII.GetBytes($"shc:/{new string('5', 65_536)}")),
            ("parts", Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(1, 70).Select(part => $"shc:/{part}/70/55")))),
            ("lines", [.. Enumerable.Repeat((byte)'\n', 100_000)]),
            ("file", Encoding.UTF8.GetBytes($"{{\"verifiableCredential\":[{string.Join(',', Enumerable.Repeat("\"x\"", 100_000))}]}}")),
            ("bundle", Encoding.UTF8.GetBytes($"{{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":["
                + $"{string.Join(',', Enumerable.Repeat("{}", 10_000))}],\"signature\":{{}}}}")),
            ("bundle that breaks off", "{\"resourceType\":\"Bundle\",\"type\":\"document\",\"entry\":["u8.ToArray()),
        ];
        foreach (var (name, payload) in bombs)
        {
            await world.AddAsync(name, payload, Now);
        }

        AssertSame(await world.JudgeAsync(library), least: 25, "INVALID", "NOT_A_CERTIFICATE", "CERTIFICATE_TOO_LARGE");
    }

    /// <summary>Bytes changed at random: never valid where the service says otherwise, the same reasons, and no exception.</summary>
    [Theory]
    [InlineData("json")]
    [InlineData("archive")]
    [InlineData("text")]
    [InlineData("eu")]
    [InlineData("eu message")]
    [InlineData("card")]
    [InlineData("card payload")]
    public async Task Browser_and_service_agree_on_mutations(string form)
    {
        using var signer = DocumentSigner.Es256(EuNow.AddDays(-100), EuNow.AddDays(300));
        using var issuer = new CardIssuer();
        await File.WriteAllTextAsync(folder.PathOf("signers.pem"), signer.Pem, Token);
        await File.WriteAllTextAsync(folder.PathOf($"{Uri.EscapeDataString(CardIssuer.Url)}.jwks.json"), issuer.Set(), Token);
        await File.WriteAllTextAsync(folder.PathOf("did%3Aexample%3Aauthority.pem"), Key.ExportSubjectPublicKeyInfoPem(), Token);
        await using var bench = new VerificationBench(folder.Path);
        bench.Clock.UtcNow = form.StartsWith("eu", StringComparison.Ordinal) || form.StartsWith("card", StringComparison.Ordinal)
            ? EuNow
            : Now;
        var world = new BrowserWorld(bench.Issuing);
        await world.PublishAsync();
        var credential = JsonSerializer.SerializeToUtf8Bytes(OtherIssuer.Sign(Issued.All["v2"], Key));
        var text = Encoding.ASCII.GetBytes(signer.Text(EuSamples.Vaccination, EuNow.AddDays(-1), EuNow.AddDays(100)));
        var card = CardIssuer.Document(EuNow.AddDays(-1)).ToJsonString();
        var original = form switch
        {
            "json" => credential,
            "archive" => QrPayload.Pack(credential),
            "text" => Encoding.UTF8.GetBytes(QrPayload.ToText(QrPayload.Pack(credential))),
            "eu" => text,
            "eu message" => HealthCertificateText.Read(text)!,
            "card" => Encoding.ASCII.GetBytes(issuer.Sign(JsonNode.Parse(card)!)),
            _ => Encoding.UTF8.GetBytes(card),
        };
        Func<byte[], byte[]> packed = form switch
        {
            "eu message" => message => Encoding.ASCII.GetBytes(HealthCertificateText.Write(message)),
            "card payload" => payload => Encoding.ASCII.GetBytes(issuer.Sign(payload)),
            _ => payload => payload,
        };
        var random = new Random(20261130);
        await world.AddAsync("original", packed(original), bench.Clock.UtcNow);
        for (var index = 0; index < Mutations; index++)
        {
            await world.AddAsync($"{form} {index}", packed(Mutation.Of(original, random)), bench.Clock.UtcNow);
        }

        AssertSame(await world.JudgeAsync(library), least: Mutations, "VALID");
    }

    private static void AssertSame(IReadOnlyList<(BrowserCase Case, JsonObject Local)> judged, int least, params string[] words)
    {
        var differences = judged.Where(one => !JsonNode.DeepEquals(one.Case.Server, Told(one.Local))).ToList();
        var told = differences.Take(MostTold)
            .Select(
                one => $"{one.Case.Name}\n  server {one.Case.Server.ToJsonString()}\n  local  {Told(one.Local).ToJsonString()}\n  "
                    + $"{Encoding.Latin1.GetString(one.Case.Payload)[..Math.Min(one.Case.Payload.Length, 3000)]}");
        Assert.True(differences.Count == 0, $"{differences.Count} of {judged.Count} differ:\n{string.Join('\n', told)}");
        Assert.True(judged.Count >= least, $"{judged.Count}");
        Assert.Superset(words.ToHashSet(), judged.Select(one => one.Case.Word).ToHashSet());
        Assert.All(
            judged, one => Assert.False(one.Local["outcome"]!.GetValue<string>() == "JUDGED" && one.Local["askOnline"]!.GetValue<bool>()));
    }

    /// <summary>In the form of the service's answer; as it is where there is none.</summary>
    private static JsonObject Told(JsonObject local) => local["outcome"]!.GetValue<string>() switch
    {
        "JUDGED" => local["verdict"]!.AsObject(),
        "NOT_READ" => new JsonObject { ["code"] = local["code"]!.DeepClone() },
        _ => local,
    };

    private static async Task<IReadOnlyList<(string Name, byte[] Payload)>> PublishedAsync(VerificationBench bench)
    {
        List<(string Name, byte[] Payload)> published = [];
        var files = Directory.GetFiles(SharedData.PathOf("divoc", "signed"), "*.json")
            .Where(file => !file.EndsWith(".vector.json", StringComparison.Ordinal))
            .Concat(Directory.GetFiles(SharedData.PathOf("vectors", "divoc"), "*.json"))
            .Concat(Directory.GetFiles(SharedData.PathOf("divoc", "qr"), "*.zip"));
        foreach (var file in files)
        {
            published.Add((Path.GetFileName(file), await File.ReadAllBytesAsync(file, Token)));
        }

        foreach (var file in Directory.GetFiles(SharedData.PathOf("divoc", "qr"), "*.hex"))
        {
            published.Add((Path.GetFileName(file), Convert.FromHexString((await File.ReadAllTextAsync(file, Token)).Trim())));
        }

        foreach (var file in Directory.GetFiles(SharedData.PathOf("vectors", "divoc"), "*.png"))
        {
            published.Add((Path.GetFileName(file), Encoding.UTF8.GetBytes(Scanner.ScanText(await File.ReadAllBytesAsync(file, Token)))));
        }

        Assert.NotNull(bench);
        return published;
    }

    private NamedIssuer[] Profiles()
    {
        IssuerProfile[] profiles =
        [
            new() { Omits = ["effectiveUntil"] },
            new() { Results = ["positive", "B-1"] },
            new() { LargestSeries = 2 },
            new() { EndIsNotEnforced = true },
            new() { Omits = ["effectiveUntil"], EndIsNotEnforced = true, LargestSeries = 1 },
        ];
        var ed25519 = Base58Text.Of(Ed25519TestKey.Public.Raw.Span);
        File.WriteAllText(folder.PathOf("did%3Aexample%3Aauthority.pem"), Key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(folder.PathOf("ed.json"), $$"""
            {"@context":[],"id":"did:example:ed","verificationMethod":[{"id":"did:example:authority","type":"Ed25519VerificationKey2018","controller":"did:example:ed","publicKeyBase58":"{{ed25519}}"}],"assertionMethod":["did:example:authority"]}
            """);
        File.WriteAllText(folder.PathOf("rs256.json"), new JsonObject
        {
            ["keys"] = new JsonArray(Rs256()),
        }.ToJsonString());
        return [.. profiles.Select((profile, index) =>
        {
            var own = Directory.CreateDirectory(Path.Combine(folder.Path, $"profile-{index}"));
            var file = Path.Combine(own.FullName, $"did%3Aexample%3A{index}.pem");
            File.WriteAllText(file, Key.ExportSubjectPublicKeyInfoPem());
            return new NamedIssuer($"Divoc:TrustedIssuers:p{index}", file, profile);
        })];
    }

    /// <summary>What says something that no context knows can't be signed: it comes with the signature of the original.</summary>
    private static JsonNode Signed(JsonObject original, JsonObject altered, string method)
    {
        try
        {
            return JsonNode.Parse(OtherIssuer.Sign(altered, Key, method: method).GetRawText())!;
        }
        catch (LinkedDataException)
        {
            var signed = altered.DeepClone().AsObject();
            signed["proof"] = JsonNode.Parse(OtherIssuer.Sign(original, Key, method: method).GetProperty("proof").GetRawText());
            return signed;
        }
    }

    private static JsonObject Rs256()
    {
        var jwk = PublishedKey.Of(Key).ToJsonWebKey();
        jwk["alg"] = "RS256";
        jwk["kid"] = OtherIssuer.Method;
        return jwk;
    }

    /// <summary>A credential, and what becomes of it where members are removed, exchanged, and set to odd values.</summary>
    private static IEnumerable<(string What, JsonObject Credential)> Altered(JsonObject original)
    {
        yield return ("as it is", original);
        string[] places =
            ["/", "/credentialSubject", "/evidence/0", "/evidence/0/facility", "/evidence/0/verifier", "/credentialSubject/address"];
        foreach (var place in places)
        {
            foreach (var name in At(original, place).Select(member => member.Key).ToList())
            {
                yield return ($"without {place} {name}", With(original, place, group => group.Remove(name)));
                foreach (var value in OddValues)
                {
                    yield return ($"{place} {name} = {value}", With(original, place, group => group[name] = JsonNode.Parse(value)));
                }
            }
        }

        var evidence = At(original, "/evidence/0").Select(member => member.Key).ToList();
        foreach (var (one, other) in evidence.SelectMany(
            one => evidence.Where(other => string.CompareOrdinal(one, other) < 0).Select(other => (one, other))))
        {
            yield return ($"{one} and {other} exchanged", With(original, "/evidence/0", group =>
            {
                var (first, second) = (group[one]!.DeepClone(), group[other]!.DeepClone());
                (group[one], group[other]) = (second, first);
            }));
        }

        foreach (var date in evidence.Where(
            name => name.Contains("ate", StringComparison.Ordinal)
                || name.StartsWith("effective", StringComparison.Ordinal)
                || name.EndsWith("Timestamp", StringComparison.Ordinal)))
        {
            foreach (var value in OddDates)
            {
                yield return ($"{date} = {value}", With(original, "/evidence/0", group => group[date] = value));
            }
        }
    }

    private static readonly string[] OddValues =
        [
            "\"\"",
            "\"odd \\u0001\\t\\\"\\\\ 🙂 ﬁ value\"",
            "7",
            "1.50",
            "-0",
            "1e30",
            "true",
            "null",
            "[]",
            "{}",
            "\"COVID-19\"",
            "\"Positive\"",
            "\"pcr\"",
            "\"Comirnaty\"",
            "\"https://authority.example/vaccine/4711#a\"",
            "\"schema:thing\"",
            "\"_:b0\"",
            "\"4711\"",
            "\"01\"",
            "\"3\"",
        ];

    private static readonly string[] OddDates =
        [
            "2024-04-29", "20240430", "2024-04-30T10:00:00.000Z", "2024-04-30T23:59:59+14:00", "2024-04-30t00:00:00.1z", "2025-05-01",
            "2024-02-30", "2024-04-30T24:00:00Z", "0001-01-01", "9999-12-31", "2024-06-02", "2024-05-31T23:00:00-02:00",
        ];

    private static JsonObject At(JsonNode root, string place)
    {
        return place.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(
            root,
            (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step] ?? new JsonObject())
            .AsObject();
    }

    private static JsonObject With(JsonObject original, string place, Action<JsonObject> change)
    {
        var altered = original.DeepClone().AsObject();
        change(At(altered, place));
        return altered;
    }

    private static IEnumerable<(string What, JsonNode Card)> CardVariants()
    {
        foreach (var nbf in new[] { -20, -10, -1, 0 })
        {
            yield return ($"nbf {nbf}", CardIssuer.Document(EuNow.AddDays(nbf)));
        }

        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("exp", EuNow.AddSeconds(-61).ToUnixTimeSeconds()), ("exp", EuNow.AddDays(3).ToUnixTimeSeconds() + 0.5), ("exp", "x"),
            ("exp", 1e300), ("nbf", "x"), ("nbf", EuNow.AddSeconds(61).ToUnixTimeSeconds()),
            ("nbf", EuNow.ToUnixTimeSeconds() - 0.125), ("iss", "https://cards.example.org/trial/"), ("iss", 5), ("iss", ""), ("vc", 1),
            ("nbf", -1),
        })
        {
            var card = CardIssuer.Document(EuNow.AddDays(-1));
            card[name] = value;
            yield return ($"{name} {value}", card);
        }

        foreach (var rid in new[] { "gone", "", "x" })
        {
            var card = CardIssuer.Document(EuNow.AddDays(-1));
            card["vc"]!["rid"] = rid;
            yield return ($"rid {rid}", card);
        }

        foreach (var resource in new[]
        {
            """{"resourceType":"Patient","name":[{"text":"Second"}]}""", """{"resourceType":"Immunization","status":"not-done"}""",
            """{"resourceType":"Immunization","status":"completed","isSubpotent":true,"occurrenceDateTime":"2026-01-01T10:00:00Z"}""",
            """{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://snomed.info/sct","code":"28581000087106"}]},"occurrenceDateTime":"2020-01"}""",
            """{"resourceType":"Immunization","status":"completed","vaccineCode":{"coding":[{"system":"http://id.who.int/icd/release/11/mms","code":"XM8NQ0"}]},"occurrenceDateTime":"2026"}""",
            """{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"94500-6"}]},"valueString":"told"}""",
            """{"resourceType":"Observation","status":"draft"}""", "7", "null",
            """{"resourceType":"Observation","status":"amended","valueCodeableConcept":{"coding":[{"code":"260373001"}]},"effectiveDateTime":"2026-01-01","performer":[{"display":"Lab"}]}""",
        })
        {
            var card = CardIssuer.Document(EuNow.AddDays(-1));
            Cards.Entries(card).Add(new JsonObject { ["resource"] = JsonNode.Parse(resource) });
            yield return (resource, card);
        }

        var many = CardIssuer.Document(EuNow.AddDays(-1));
        Cards.Entries(many).Clear();
        yield return ("no entries", many);
    }

    /// <summary>A service that trusts DIVOC's public test keys, all under the one name that they share.</summary>
    private void TrustDivoc()
    {
        string[] pems =
        [
            SharedData.PathOf("divoc", "signed", "rsa-public-key.pem"), SharedData.PathOf("vectors", "divoc", "cowin-production.pub.pem"),
            SharedData.PathOf("vectors", "divoc", "divoc-dev.pub.pem"),
        ];
        var base58 = Encoding.ASCII.GetString(SharedData.Read("divoc", "signed", "ed25519-public-key.base58.txt")).Trim();
        File.WriteAllText(folder.PathOf("did%3Aindia.pem"), string.Join('\n', pems.Select(File.ReadAllText)));
        File.WriteAllText(folder.PathOf("controller.json"), $$"""
            {"@context":"https://w3id.org/security/v2","id":"https://example.com/i/india","publicKey":[{"id":"did:india","type":"Ed25519VerificationKey2018","publicKeyBase58":"{{base58}}"}],"assertionMethod":["did:india"]}
            """);
    }
}
