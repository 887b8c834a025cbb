using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Verification;
using TemporaryFolder = Divoc.Functions.Tests.Hosting.TemporaryFolder;
using SignedMessage = System.Security.Cryptography.Cose.CoseMessage;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Other people's libraries read what is made here, and what they make is read here.</summary>
[Trait("Kind", "Slow")]
public sealed class EuPeerTests : IDisposable
{
    private const int Certificates = 120;
    private const int OfPeers = 20;
    private const int PixelsPerModule = 4;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// dcc-utils of the Italian ministry of health, PathCheck's SDK, and the Cose package of .NET; one in ten signed by a key that is not
    /// the certificate's.
    /// </summary>
    [Fact]
    public async Task Three_libraries_read_each_certificate_and_identify_its_signer()
    {
        using var curve = DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(1));
        using var rsa = DocumentSigner.Ps256(Now.AddDays(-1), Now.AddYears(1));
        using var stranger = DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(1));
        DocumentSigner Named(int index) => index % 2 == 0 ? curve : rsa;
        var made = Made(Certificates)
            .Select(
                (certificate, index) => (Certificate: certificate, Signer: index % 10 == 9 ? stranger : Named(index), Named: Named(index)))
            .ToList();
        var texts = made.ConvertAll(item => TextOf(item.Certificate, item.Signer, item.Named));

        var judged = await JudgeAsync(made.Select((item, index) => new JsonObject { ["text"] = texts[index], ["pem"] = item.Named.Pem }));

        foreach (var (index, item) in made.Index())
        {
            var isGenuine = item.Signer == item.Named;
            var expected = JsonNode.Parse(EuClaims.JsonOf(item.Certificate).GetRawText());
            Assert.True(JsonNode.DeepEquals(expected, judged[index]["first"]!["payload"]), judged[index].ToJsonString());
            Assert.Equal(
                (Convert.ToBase64String(item.Named.Kid), isGenuine),
                (judged[index]["first"]!["kid"]!.GetValue<string>(), judged[index]["first"]!["signed"]!.GetValue<bool>()));
            Assert.Equal(isGenuine ? "verified" : "invalid_signature", judged[index]["second"]!["status"]!.GetValue<string>());
            Assert.True(
                !isGenuine || JsonNode.DeepEquals(expected, judged[index]["second"]!["contents"]!["-260"]!["1"]),
                judged[index].ToJsonString());
            Assert.Equal(isGenuine, IsSigned(HealthCertificateText.Read(Encoding.ASCII.GetBytes(texts[index]))!, item.Named));
        }
    }

    [Fact]
    public async Task Certificates_signed_by_another_library_are_read()
    {
        using var signer = DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(1));
        var key = signer.Key.ExportPkcs8PrivateKeyPem();
        var made = Made(OfPeers).ToList();
        var texts = await JudgeAsync(made.Select(certificate => new JsonObject
        {
            ["payload"] = JsonNode.Parse(EuClaims.JsonOf(certificate).GetRawText()),
            ["issuer"] = EuClaims.Country,
            ["pem"] = signer.Pem,
            ["key"] = key,
        }));
        await File.WriteAllTextAsync(folder.PathOf("signer.pem"), signer.Pem, Token);
        await using var bench = new VerificationBench(folder.Path);
        bench.Clock.UtcNow = Now.AddSeconds(30);

        foreach (var (index, certificate) in made.Index())
        {
            var verdict = await bench.VerifyAsync(Encoding.ASCII.GetBytes(texts[index]["text"]!.GetValue<string>()));

            Assert.Equal(
                (IsOver(certificate.Entry) ? VerificationStatus.Expired : VerificationStatus.Valid, certificate.Entry.Id),
                (verdict.Status, verdict.CertificateId));
        }
    }

    [Fact]
    public void Two_scanners_read_each_QR_code()
    {
        using var signer = DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(1));
        var texts = Made(Certificates).Select(certificate => signer.Text(certificate, Now, Now.AddDays(30))).ToList();
        var files = texts.Select((_, index) => folder.PathOf($"{index:000}.png")).ToArray();
        foreach (var (file, text) in files.Zip(texts))
        {
            File.WriteAllBytes(file, QrPng.Write(QrEncoder.Encode(EuDccFormat.ContentOf(text)), PixelsPerModule));
        }

        Assert.Equal(texts, Scanner.ScanEach(files));
        Assert.Equal(texts, files.Select(file => Scanner.ScanWithZXing(File.ReadAllBytes(file))));
    }

    /// <summary>A recovery has days of its own.</summary>
    private static bool IsOver(EuEntry entry) => entry is RecoveryEntry { ValidUntil: var last }
        && DateOnly.ParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture) < DateOnly.FromDateTime(Now.UtcDateTime);

    private static IEnumerable<EuCertificate> Made(int count)
    {
        var options = new EuDccOptions { IssuerName = "Ministry of Trials" };
        var mapping = new EuMapping(options, new EuNames(new Transliteration(options)), new CalendarDays(TimeZoneInfo.Utc));
        return VariedClaims.Of(count).Select(claims => mapping.Of(claims, EuClaims.Country, null));
    }

    /// <summary>The text of a certificate, signed by one and named as signed by another.</summary>
    private static string TextOf(EuCertificate certificate, DocumentSigner signer, DocumentSigner named)
    {
        var headers = CoseMessage.ProtectedOf(named.Algorithm, named.Kid);
        var payload = HealthClaims.Write(EuClaims.Country, Now, Now.AddDays(30), certificate);
        var signature = signer.Sign(CoseMessage.SigningInputOf(headers, payload));
        return HealthCertificateText.Write(CoseMessage.Write(headers, payload, signature));
    }

    private static bool IsSigned(byte[] message, DocumentSigner named)
    {
        var read = SignedMessage.DecodeSign1(message);
        return named.Key is RSA rsa ? read.VerifyEmbedded(rsa) : read.VerifyEmbedded((ECDsa)named.Key);
    }

    private static async Task<JsonNode[]> JudgeAsync(IEnumerable<JsonObject> calls)
    {
        var node = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        Assert.True(
            Directory.Exists(Path.Combine(node, "node_modules")),
            "The npm packages of the tests are missing: run ./test.sh, or npm ci in Divoc.Functions.Tests.");
        var start = new ProcessStartInfo("node", [Path.Combine(node, "Formats", "EuDcc", "eu-judge.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var answers = process.StandardOutput.ReadToEndAsync(Token);
        foreach (var call in calls)
        {
            await process.StandardInput.WriteLineAsync(call.ToJsonString());
        }

        process.StandardInput.Close();
        return [.. (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
