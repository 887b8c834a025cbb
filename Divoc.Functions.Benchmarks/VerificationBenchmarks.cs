using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Storage;
using Divoc.Functions.Types.Vaccination;
using Divoc.Functions.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks;

/// <summary>
/// What verifying a certificate of ours costs, from the scanned text to the verdict, registry included (a SQLite store in the folder for
/// temporary files).
/// </summary>
[MemoryDiagnoser]
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The benchmark runner calls the clean-up.")]
public class VerificationBenchmarks
{
    private string folder = "";
    private ServiceProvider? services;
    private CertificateVerifier verifier = null!;
    private byte[] credential = [];
    private byte[] scanned = [];
    private byte[] changed = [];

    /// <summary>Signs and lists a certificate.</summary>
    [GlobalSetup]
    public async Task IssueAsync()
    {
        folder = Directory.CreateTempSubdirectory("divoc-benchmark-").FullName;
        var configuration = new ConfigurationBuilder().Build();
        var collection =
            new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration).AddDivoc(configuration);
        collection.AddSqliteArtifactStore(folder).AddKeyFileSigningKeys(folder);
        services = collection.BuildServiceProvider();
        verifier = services.GetRequiredService<CertificateVerifier>();
        var id = RandomId.New();
        var signed = await services.GetRequiredService<CredentialSigner>()
            .SignAsync(
                Unsigned(id),
                DateTimeOffset.UtcNow,
                services.GetRequiredService<ISigningKeys>(),
                SigningLane.Interactive,
                CancellationToken.None);
        credential = signed.Bytes.ToArray();
        scanned = Encoding.UTF8.GetBytes(QrPayload.ToText(QrPayload.Pack(credential)));
        changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(credential).Replace("Nadeesha", "Nadisha", StringComparison.Ordinal));
        await ListAsync(id, signed.Kid);
        if ((await VerifyScannedText()).Status == VerificationStatus.Invalid
            || (await VerifyChanged()).Status != VerificationStatus.Invalid)
        {
            throw new InvalidOperationException("The verdicts are wrong.");
        }
    }

    /// <summary>Removes all.</summary>
    [GlobalCleanup]
    public void Remove()
    {
        services!.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task<Verdict> VerifyScannedText() => verifier.VerifyAsync(scanned, CancellationToken.None);

    [Benchmark]
    public Task<Verdict> VerifyCredential() => verifier.VerifyAsync(credential, CancellationToken.None);

    /// <summary>With a signature that does not fit; the registry is not asked.</summary>
    [Benchmark]
    public Task<Verdict> VerifyChanged() => verifier.VerifyAsync(changed, CancellationToken.None);

    private static byte[] Unsigned(string id)
    {
        var document = JsonNode
            .Parse(Encoding.UTF8.GetString(BenchmarkCredential.Bytes).Replace("kq3v8Zs1XwT0aPdE5mYhCg", id, StringComparison.Ordinal))!
            .AsObject();
        document.Remove("proof");
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private async Task ListAsync(string id, string kid)
    {
        var name = LedgerName.Of("REF-88213");
        var metadata = new Dictionary<string, string> { [CertificateArtifacts.LedgerMetadata] = name };
        await services!.GetRequiredService<IArtifactStore>().CreateAsync(
            CertificateArtifacts.Of(id, "credential.json"), new ArtifactContent(credential, "application/vc+ld+json", metadata),
            CancellationToken.None);
        using var document = JsonDocument.Parse(credential);
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonCanonicalizer.Canonicalize(document.RootElement)));
        var version = new ListedCertificate
        {
            Key = VaccinationType.KeyOf("", 2),
            TypeVersion = 1,
            CertificateId = id,
            IssuedAt = DateTimeOffset.UtcNow,
            Kid = kid,
            TemplateVersion = "",
            Hashes = new ArtifactHashes(("credential.json", ""), ("qr.png", ""), ("certificate.pdf", ""), ("claims.json", "")),
            BindingHash = hash,
        };
        var registry = services!.GetRequiredService<LedgerStore>();
        await registry.TryChangeAsync(
            await registry.ReadAsync(name, CancellationToken.None), CertificateLedger.Empty.With(version), CancellationToken.None);
    }
}
