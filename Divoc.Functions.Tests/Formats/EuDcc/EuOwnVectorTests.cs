using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Verification;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>
/// Certificates of our own making, for programs in other languages too: a text, the signer's certificate, the time of the check and the
/// verdict. Signatures differ each time, so they were made once; with DIVOC_UPDATE_DCC_VECTORS=1 all are made anew. The keys are gone, and
/// all persons invented.
/// </summary>
public sealed class EuOwnVectorTests
{
    private const string Update = "DIVOC_UPDATE_DCC_VECTORS";

    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string VectorFile =
        Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Formats", "EuDcc", "own-vectors.json");

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Names
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Update) == "1")
            {
                File.WriteAllText(VectorFile, MakeAll().ToJsonString(Readable) + "\n");
            }

            return [.. Read().Select(vector => Text(vector!, "name"))];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_own_test_vector_gets_its_expected_verdict(string name)
    {
        var vector = Read().Single(vector => Text(vector!, "name") == name)!;
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(
            folder.PathOf("signer.der"), Convert.FromBase64String(Text(vector, "certificate")), TestContext.Current.CancellationToken);
        await using var bench = new VerificationBench(folder.Path);
        bench.Clock.UtcNow = DateTimeOffset.Parse(Text(vector, "now"), System.Globalization.CultureInfo.InvariantCulture);
        var verdict = await bench.VerifyAsync(Encoding.UTF8.GetBytes(Text(vector, "text")));

        Assert.Equal(Text(vector, "status"), verdict.Status.ToString().ToUpperInvariant());
        Assert.Equal(
            vector["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()), verdict.Reasons.Select(reason => reason.Code));
        if (vector["payload"] is { } payload)
        {
            var read = EuClaims.Read(Text(vector, "text")).Certificate;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload.ToJsonString()), JsonNode.Parse(read.GetRawText())), read.GetRawText());
            EuSchema.Judge(read);
        }
    }

    private static JsonArray Read() => JsonNode.Parse(File.ReadAllText(VectorFile))!.AsArray();

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static JsonArray MakeAll()
    {
        using var curve = DocumentSigner.Es256(Now.AddDays(-100), Now.AddYears(2));
        using var rsa = DocumentSigner.Ps256(Now.AddDays(-100), Now.AddYears(2));
        using var forTests = DocumentSigner.Es256(Now.AddDays(-100), Now.AddYears(2), DocumentSigner.ForTests);
        using var over = DocumentSigner.Es256(Now.AddDays(-100), Now.AddDays(-1));
        using var stranger = DocumentSigner.Es256(Now.AddDays(-100), Now.AddYears(2));
        var (issued, end) = (Now.AddDays(-1), Now.AddDays(300));
        var message = HealthCertificateText.Read(Encoding.ASCII.GetBytes(curve.Text(EuSamples.Vaccination, issued, end)))!;
        message[message.Length / 2] ^= 1;
        return
        [
            Good("vaccination, ES256", curve, EuSamples.Vaccination),
            Good("vaccination, PS256", rsa, EuSamples.Vaccination),
            Good("test, ES256", curve, EuSamples.Test),
            Good("test, PS256", rsa, EuSamples.Test),
            Good("test, signer for tests", forTests, EuSamples.Test),
            Vector(
                "vaccination, signer for tests",
                forTests,
                forTests.Text(EuSamples.Vaccination, issued, end),
                "INVALID",
                "SIGNER_NOT_FOR_KIND"),
            Vector("over", curve, curve.Text(EuSamples.Test, issued, Now.AddHours(-1)), "EXPIRED", "EXPIRED", "REVOCATION_NOT_CHECKED"),
            Vector("signed tomorrow", curve, curve.Text(EuSamples.Test, Now.AddDays(1), end), "INVALID", "SIGNED_IN_FUTURE"),
            Vector("signer over", over, over.Text(EuSamples.Test, issued, end), "INVALID", "KEY_NOT_VALID"),
            Vector("signer unknown", curve, stranger.Text(EuSamples.Test, issued, end), "INVALID", "ISSUER_UNKNOWN"),
            Vector("one bit changed", curve, HealthCertificateText.Write(message), "INVALID", "SIGNATURE_WRONG"),
            Vector("cut", curve, curve.Text(EuSamples.Test, issued, end)[..^3], "INVALID", "MALFORMED"),
        ];

        JsonObject Good(string name, DocumentSigner signer, EuCertificate certificate)
        {
            var vector = Vector(name, signer, signer.Text(certificate, issued, end), "VALID", "REVOCATION_NOT_CHECKED");
            vector["payload"] = JsonNode.Parse(EuClaims.JsonOf(certificate).GetRawText());
            return vector;
        }
    }

    private static JsonObject Vector(string name, DocumentSigner signer, string text, string status, params string[] reasons) => new()
    {
        ["name"] = name,
        ["now"] = "2026-04-01T12:00:00Z",
        ["certificate"] = Convert.ToBase64String(signer.Der),
        ["text"] = text,
        ["status"] = status,
        ["reasons"] = new JsonArray([.. reasons.Select(reason => (JsonNode)reason)]),
    };
}
