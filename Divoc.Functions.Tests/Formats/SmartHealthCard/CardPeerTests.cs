using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Tests.Verification;
using Microsoft.Extensions.DependencyInjection;
using TemporaryFolder = Divoc.Functions.Tests.Hosting.TemporaryFolder;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>Cards that we make are read by kill-the-clipboard and jose, and cards that the former makes are read by us.</summary>
[Trait("Kind", "Slow")]
public sealed class CardPeerTests : IAsyncLifetime
{
    private const string Issuer = "https://cards.example.org/own";
    private const int Made = 120;
    private const int Theirs = 10;
    private const int LeastInQr = 60;
    private const int PixelsPerModule = 4;

    private static readonly string[] Names =
        ["Łukasz Đặng", "O'Brien & Sons <x>", "عبّاس", "अनीता शर्मा", "Zoë \"Q\" O’Neil", new('x', 200), "李小龍 🙂", "Q"];
    private static readonly string[] Vaccines = ["Comirnaty", "Covaxin", "Sputnik V", "Covishield", "CoronaVac", "Abdala"];

    private readonly TemporaryFolder folder = new();
    private GrownBench bench = null!;
    private KeyFileSigningKeys keys = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(folder.PathOf("signing-key-2.pem"), $"For shc\n{key.ExportPkcs8PrivateKeyPem()}\n", Token);
        keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        bench = new GrownBench(services =>
        {
            services.AddSingleton<ISigningKeys>(keys);
            services.Configure<SmartHealthCardOptions>(options => options.Issuer = Issuer);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        keys.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task This_program_and_other_libraries_read_each_other_s_cards()
    {
        var format = bench.Bench.Get<CredentialFormats>().Find(SmartHealthCardFormat.FormatName)!;
        var files = new List<byte[]>();
        for (var index = 0; index < Made; index++)
        {
            var written = await format.WriteAsync(
                Cards.Source(DateTimeOffset.UtcNow, [.. Events(index)]), keys, SigningLane.Interactive, Token);
            files.Add(written.Bytes.ToArray());
        }

        var set = await bench.Bench.Get<KeyDocuments>().JsonWebKeySetAsync(SmartHealthCardFormat.Purpose, Token);
        var asked = files.Select(file => CardText.OfFile(file)).Select((jws, index) => new JsonObject
        {
            ["jws"] = jws,
            ["file"] = Encoding.UTF8.GetString(files[index]),
            ["numeric"] = $"shc:/{CardText.DigitsOf(jws)}",
        });
        var issued = files.Take(Theirs)
            .Select(file => new JsonObject { ["issue"] = Cards.Read(file)["vc"]!["credentialSubject"]!["fhirBundle"]!.DeepClone() });
        var answers = await JudgeAsync([new JsonObject { ["iss"] = Issuer, ["keySet"] = set.DeepClone() }, .. asked, .. issued]);

        foreach (var (answer, file) in answers.Zip(files))
        {
            Assert.True((bool)answer["ok"]!, $"{answer["fault"]} {Cards.Read(file)}");
            Assert.True(
                JsonNode.DeepEquals(answer["bundle"], Cards.Read(file)["vc"]!["credentialSubject"]!["fhirBundle"]), answer.ToJsonString());
        }

        foreach (var answer in answers.Skip(Made))
        {
            await ReadTheirsAsync(answer);
        }

        Scan([.. files.Where(file => CardText.OfFile(file).Length <= CardRefusals.LongestInQr)], format);
    }

    /// <summary>Two scanners read each code.</summary>
    private void Scan(IReadOnlyList<byte[]> files, ICredentialFormat format)
    {
        Assert.InRange(files.Count, LeastInQr, Made);
        var texts = files.Select(file => $"shc:/{CardText.DigitsOf(CardText.OfFile(file))}").ToList();
        var images = files.Select((_, index) => folder.PathOf($"{index:000}.png")).ToArray();
        foreach (var (image, file) in images.Zip(files))
        {
            File.WriteAllBytes(image, QrPng.Write(QrEncoder.Encode(format.SymbolsOf(file)[0]), PixelsPerModule));
        }

        Assert.Equal(texts, Scanner.ScanEach(images));
        Assert.Equal(texts, images.Select(image => Scanner.ScanWithZXing(File.ReadAllBytes(image))));
    }

    private static IEnumerable<HealthEvent> Events(int index)
    {
        var random = new Random(index);
        var person = new Recipient
        {
            Name = Names[index % Names.Length],
            FamilyName = index % 4 == 0 ? "Nguyễn-Gößinger" : null,
            GivenName = index % 4 == 0 ? "Þórður Anna" : null,
            Dob = index % 3 == 0 ? null : new DateOnly(1930, 1, 1).AddDays(random.Next(30000)),
            Age = "40",
            Identity = "did:example:1",
        };
        if (index % 3 == 1)
        {
            string[] results = ["Positive", "Negative", "Inconclusive", "Void"];
            yield return Cards.Test with { Recipient = person, TestDetails = Cards.Test.TestDetails! with
            {
                TestType = index % 2 == 0 ? "PCR" : "Antigen",
                Result = results[random.Next(4)],
            } };
            yield break;
        }

        for (var dose = 1; dose <= 1 + (index % 4); dose++)
        {
            var one = Cards.Of(Vaccines[random.Next(Vaccines.Length)], dose, new DateOnly(2021, 1, 1).AddDays(random.Next(1500)));
            yield return one with
            {
                Recipient = person,
                Facility = new Facility { Name = Names[random.Next(Names.Length)] },
                Vaccination = one.Vaccination! with { Batch = $"Lot {random.Next()}", EffectiveUntil = new DateOnly(2099, 1, 1) },
            };
        }
    }

    private static async Task ReadTheirsAsync(JsonNode answer)
    {
        using var trusted = new TemporaryFolder();
        await File.WriteAllTextAsync(
            trusted.PathOf($"{Uri.EscapeDataString(Issuer)}.jwks.json"),
            new JsonObject { ["keys"] = new JsonArray(answer["jwk"]!.DeepClone()) }.ToJsonString(),
            Token);
        await using var verifying = new VerificationBench(trusted.Path);
        verifying.Clock.UtcNow = DateTimeOffset.UtcNow;
        var jws = (string)answer["jws"]!;
        var parts = string.Join('\n', answer["numeric"]!.AsArray().Select(part => (string)part!));
        var changed = jws[..^2] + (jws[^2] == 'A' ? 'B' : 'A') + jws[^1];

        Assert.Equal(VerificationStatus.Valid, (await verifying.VerifyAsync(Encoding.ASCII.GetBytes(jws))).Status);
        Assert.Equal(VerificationStatus.Valid, (await verifying.VerifyAsync(Encoding.ASCII.GetBytes(parts))).Status);
        Assert.Equal(VerificationStatus.Invalid, (await verifying.VerifyAsync(Encoding.ASCII.GetBytes(changed))).Status);
    }

    private static async Task<JsonNode[]> JudgeAsync(IReadOnlyList<JsonObject> lines)
    {
        var tests = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(tests, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(tests, "Formats", "SmartHealthCard", "card-judge.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var answers = process.StandardOutput.ReadToEndAsync(Token);
        foreach (var line in lines)
        {
            await process.StandardInput.WriteLineAsync(line.ToJsonString());
        }

        process.StandardInput.Close();
        var told = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Count - 1, told.Length);
        return Array.ConvertAll(told, line => JsonNode.Parse(line)!);
    }
}
