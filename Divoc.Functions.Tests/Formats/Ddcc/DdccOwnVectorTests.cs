using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>
/// Documents of our own making, for programs in other languages too: a document, the public key of its issuer, the time of the check, and
/// the verdict. Signatures differ each time, so they were made once; with DIVOC_UPDATE_DDCC_VECTORS=1 all are made anew. The keys are gone,
/// and all persons invented.
/// </summary>
public sealed class DdccOwnVectorTests
{
    private const string Update = "DIVOC_UPDATE_DDCC_VECTORS";
    private const string Signed = "SIGNED";

    private static readonly string VectorFile =
        Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Formats", "Ddcc", "own-vectors.json");

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_own_test_vector_gets_its_expected_verdict()
    {
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await File.WriteAllTextAsync(VectorFile, (await MakeAllAsync()).ToJsonString(Readable) + "\n", Token);
        }

        var vectors = JsonNode.Parse(await File.ReadAllTextAsync(VectorFile, Token))!.AsArray();
        Assert.Equal(14, vectors.Count);
        foreach (var vector in vectors)
        {
            var key = new VectorKey(Text(vector!, "key"));
            var now = DateTimeOffset.Parse(Text(vector!, "now"), CultureInfo.InvariantCulture);
            var judgement = await DdccSamples.Format(now: now).JudgeAsync(Encoding.UTF8.GetBytes(Text(vector!, "document")), key, Token);
            Assert.Equal(
                (Text(vector!, "name"), Text(vector!, "status"), Text(vector!, "says")),
                (Text(vector!, "name"), StatusOf(judgement), SummaryOf(judgement)));
        }
    }

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static string StatusOf(Judgement judgement) =>
        judgement is Judgement.Untrusted untrusted ? string.Join(' ', untrusted.Faults.Select(fault => fault.Code)) : Signed;

    /// <summary>What a verifier shows.</summary>
    private static string SummaryOf(Judgement judgement)
    {
        return judgement is Judgement.Signed signed
            ? string.Join(' ', signed.Summary.Values.Select(value => $"{value.Key}={value.Value}").Prepend($"id={signed.CertificateId}"))
            : "";
    }

    private static async Task<JsonArray> MakeAllAsync()
    {
        var (curve, rsa) = (new TrialKeys(), new TrialKeys(isRsa: true));
        var (dose, test) = (await WriteAsync(DdccSamples.Vaccination, curve), await WriteAsync(DdccSamples.Test, curve));
        return
        [
            await GoodAsync("vaccination, ES256", curve, dose),
            await GoodAsync("test, ES256", curve, test),
            await GoodAsync("vaccination, PS256", rsa, await WriteAsync(DdccSamples.Vaccination, rsa)),
            await GoodAsync("test, PS256", rsa, await WriteAsync(DdccSamples.Test, rsa)),
            await GoodAsync("another layout", curve, JsonNode.Parse(dose)!.ToJsonString(Readable)),
            await GoodAsync(
                "another person, in other letters",
                curve,
                await WriteAsync(Named(DdccSamples.Vaccination, "अनीता \"Zoë\" O’Brien <&>"), curve)),
            Vector("another dose", curve, Altered(dose, "\"doseNumberPositiveInt\":1", "\"doseNumberPositiveInt\":2"), "SIGNATURE_WRONG"),
            Vector(
                "a number in another form",
                curve,
                Altered(dose, "\"doseNumberPositiveInt\":1", "\"doseNumberPositiveInt\":1.0"),
                "MALFORMED"),
            Vector(
                "a member twice",
                curve,
                Altered(dose, "\"status\":\"completed\"", "\"status\":\"completed\",\"status\":\"completed\""),
                "MALFORMED"),
            Vector("another result", curve, Altered(test, "\"RA01.1\"", "\"RA01.0\""), "SIGNATURE_WRONG"),
            Vector("no signature", curve, Altered(dose, "\"signature\":", "\"signatur\":"), "NO_PROOF"),
            Vector(
                "the signature says more than is signed",
                curve,
                Altered(dose, "\"signature\":{", "\"signature\":{\"id\":\"x\","),
                "NOT_WHOLLY_SIGNED"),
            Vector("another issuer", rsa, dose, "ISSUER_UNKNOWN"),
            Vector("signed tomorrow", curve, dose, "SIGNED_IN_FUTURE", DdccSamples.Now.AddDays(-1)),
        ];
    }

    private static HealthEvent Named(HealthEvent happened, string name) =>
        happened with { Recipient = happened.Recipient with { Name = name } };

    private static async Task<string> WriteAsync(HealthEvent happened, TrialKeys keys)
    {
        return Encoding.UTF8.GetString((await DdccSamples.WriteAsync(DdccSamples.ClaimsOf(happened), keys)).Bytes.Span);
    }

    private static string Altered(string document, string right, string wrong)
    {
        Assert.Contains(right, document, StringComparison.Ordinal);
        return document.Replace(right, wrong, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> GoodAsync(string name, TrialKeys keys, string document)
    {
        var vector = Vector(name, keys, document, Signed);
        vector["says"] = SummaryOf(await DdccSamples.Format().JudgeAsync(Encoding.UTF8.GetBytes(document), keys, Token));
        return vector;
    }

    private static JsonObject Vector(string name, TrialKeys keys, string document, string status, DateTimeOffset? now = null) => new()
    {
        ["name"] = name,
        ["now"] = InternetTime.Format(now ?? DdccSamples.Now.AddHours(1)),
        ["key"] = PemOf(keys.Trusted),
        ["document"] = document,
        ["status"] = status,
        ["says"] = "",
    };

    private static string PemOf(TrustedKey key)
    {
        using AsymmetricAlgorithm published = key.P256 is { } point ? ECDsa.Create(point) : RSA.Create(key.Rsa!.Value);
        return published.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>One public key, which is trusted as ours.</summary>
    private sealed class VectorKey : ITrustedKeys
    {
        private readonly PublishedKey published;
        private readonly TrustedKey trusted;

        public VectorKey(string pem)
        {
            using var rsa = RSA.Create();
            using var curve = ECDsa.Create();
            var isRsa = IsOf(rsa, pem);
            if (!isRsa)
            {
                curve.ImportFromPem(pem);
            }

            published = isRsa ? PublishedKey.Of(rsa) : PublishedKey.Of(curve);
            trusted = new TrustedKey
            {
                Kid = published.KeyId,
                IsOwn = true,
                VerificationMethods = [],
                Rsa = isRsa ? rsa.ExportParameters(includePrivateParameters: false) : null,
                P256 = isRsa ? null : curve.ExportParameters(includePrivateParameters: false),
                Algorithm = RsaJwsAlgorithm.PS256,
            };
        }

        public Task<IReadOnlyList<TrustedKey>> FindByVerificationMethodAsync(
            KeyPurpose purpose, SignatureAlgorithm algorithm, string verificationMethod, CancellationToken cancellationToken)
        {
            return Task.FromResult<IReadOnlyList<TrustedKey>>(
                algorithm == published.Algorithm && verificationMethod == published.KeyId ? [trusted] : []);
        }

        public Task<IReadOnlyList<TrustedKey>> FindByCertificateHashAsync(
            KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<TrustedKey>> FindByThumbprintAsync(
            KeyPurpose purpose, SignatureAlgorithm algorithm, string kid, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<TrustedKey>> FindFormerAsync(
            KeyPurpose purpose, SignatureAlgorithm algorithm, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<TrustedKey>>([]);

        private static bool IsOf(RSA rsa, string pem)
        {
            try
            {
                rsa.ImportFromPem(pem);
                return true;
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
