using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Intake;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks;

/// <summary>
/// What a certificate costs between the queue and the store: the whole step with a store that keeps nothing, and its parts.
/// </summary>
[MemoryDiagnoser]
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The benchmark runner calls the clean-up.")]
public class IssuingBenchmarks
{
    private string folder = "";
    private ServiceProvider? services;
    private ArtifactMaker maker = null!;
    private PageMaker pages = null!;
    private ISigningKeys keys = null!;
    private CredentialBuilder builder = null!;
    private ICredentialFormat format = null!;
    private RsaSignature2018 suite = null!;
    private CertificationEvent certification = null!;
    private CredentialSource source = null!;
    private JsonElement unsigned;
    private ProofOptions proof = null!;
    private PageSource page = null!;

    /// <summary>Signs one credential.</summary>
    [GlobalSetup]
    public async Task PrepareAsync()
    {
        folder = Directory.CreateTempSubdirectory("divoc-benchmark-").FullName;
        services = BenchmarkServices.Create(
            collection => collection.AddSingleton<IArtifactStore>(new ForgetfulStore()).AddKeyFileSigningKeys(folder));
        maker = services.GetRequiredService<ArtifactMaker>();
        pages = services.GetRequiredService<PageMaker>();
        keys = services.GetRequiredService<ISigningKeys>();
        builder = services.GetRequiredService<CredentialBuilder>();
        var type = services.GetRequiredService<CertificateTypes>().Current.Find("vaccination")!;
        var shape = type.Shapes[0];
        format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)!;
        var accepted = services.GetRequiredService<RequestValidator>().Validate(EventSource.Body(1), type, shape).Events[0];
        certification = CertificationOf(type, accepted);
        source = new CredentialSource(certification.CertificateId, certification.AcceptedAt, certification.AcceptedAt, accepted);
        unsigned = JsonElement.Parse(builder.Build(source));
        suite = new RsaSignature2018(DivocContexts.Of(new CredentialOptions()));
        proof = new ProofOptions(new IssuerOptions().VerificationMethod, source.IssuedAt);
        page = new PageSource(source.CertificateId, type, format, accepted, [], (await SignAsync()).Bytes);
    }

    /// <summary>Removes the key.</summary>
    [GlobalCleanup]
    public void Remove()
    {
        services!.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Credential, QR code, page and claims, with their hashes.</summary>
    [Benchmark(Baseline = true)]
    public Task<MadeArtifacts> WholeAsync() =>
        maker.MakeAndStoreAsync(certification, CertificateLedger.Empty, isFirst: true, SigningLane.Interactive, CancellationToken.None);

    /// <summary>From the event to the JSON without proof.</summary>
    [Benchmark]
    public byte[] BuildCredential() => builder.Build(source);

    /// <summary>Expansion, RDF, canonical form and hash of document and proof options: all of signing but the key.</summary>
    [Benchmark]
    public byte[] PrepareSigningInput() => suite.Prepare(unsigned, proof).Digest;

    /// <summary>From the event to the signed credential.</summary>
    [Benchmark]
    public Task<WrittenCredential> SignAsync() => format.WriteAsync(source, keys, SigningLane.Interactive, CancellationToken.None);

    /// <summary>JCS and SHA-256.</summary>
    [Benchmark]
    public string HashBinding() => format.BindingHashOf(page.Credential);

    /// <summary>The ZIP archive, and what the QR code holds of it.</summary>
    [Benchmark]
    public int PackForSymbol() => format.SymbolsOf(page.Credential).Count;

    /// <summary>QR image and page.</summary>
    [Benchmark]
    public MadePage Render() => pages.Make(page);

    private static CertificationEvent CertificationOf(ICertificateType type, AcceptedEvent accepted) => new()
    {
        CertificateId = CertificateId.New(),
        RequestId = RandomId.New(),
        Ledger = LedgerName.Of(accepted.PreEnrollmentCode),
        Key = type.RequiredKeyOf(accepted.Data),
        VersionsAtAcceptance = 0,
        AcceptedAt = DateTimeOffset.UtcNow,
        Event = accepted,
        Earlier = [],
    };

    /// <summary>Says that everything was written, and keeps nothing.</summary>
    private sealed class ForgetfulStore : IArtifactStore
    {
        public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) =>
            Task.FromResult<StoredArtifact?>(null);

        public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
            Task.FromResult<ArtifactProperties?>(null);

        public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
            Task.FromResult("1");

        public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
            Task.FromResult<string?>("1");

        public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
            IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
        {
            return Task.FromResult<IReadOnlyList<ArtifactName>>([]);
        }

        public Task<string?> ReplaceAsync(
            ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);

        public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task CheckWritableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ArtifactPage> ListAsync(
            string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
        {
            return Task.FromResult(new ArtifactPage([], null));
        }
    }
}
