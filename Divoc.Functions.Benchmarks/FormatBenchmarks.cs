using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks;

/// <summary>
/// What a credential costs that is made at the fetch: to write and sign, to draw as a QR code where it has one, and to judge by its
/// signature.
/// </summary>
[MemoryDiagnoser]
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The benchmark runner calls the clean-up.")]
public class FormatBenchmarks
{
    private string folder = "";
    private ServiceProvider? services;
    private ICredentialFormat format = null!;
    private ISigningKeys keys = null!;
    private ITrustedKeys trusted = null!;
    private CredentialSource source = null!;
    private ReadOnlyMemory<byte> made;

    /// <summary>The formats.</summary>
    [Params("eu-dcc", "smart-health-card", "ddcc")]
    public string Format { get; set; } = "";

    /// <summary>Makes one.</summary>
    [GlobalSetup]
    public async Task PrepareAsync()
    {
        folder = Directory.CreateTempSubdirectory("divoc-benchmark-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Divoc:Issuer:Country"] = "LK",
            ["Divoc:Dcc:IssuerName"] = "Ministry of Trials",
            ["Divoc:Ddcc:Authority"] = "Ministry of Trials",
            ["Divoc:Shc:Issuer"] = "http://localhost:7071/shc",
        }).Build();
        var collection =
            new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration).AddDivoc(configuration);
        collection.AddSqliteArtifactStore(folder)
            .AddSingleton<ISigningKeys>(_ => KeyFileSigningKeys.Open(Path.Combine(folder, "signing-key.pem"), forThisMachine: true));
        services = collection.BuildServiceProvider();
        format = services.GetRequiredService<CredentialFormats>().Find(Format)!;
        keys = services.GetRequiredService<ISigningKeys>();
        trusted = services.GetRequiredService<ITrustedKeys>();
        source = SourceOf(services.GetRequiredService<CertificateTypes>().Current.Find(VaccinationType.TypeName)!);
        made = (await MakeAsync()).Bytes;
        if (await JudgeAsync() is not Judgement.Signed { Doubts.Count: 0 })
        {
            throw new InvalidOperationException("The verdict is wrong.");
        }
    }

    /// <summary>Removes all.</summary>
    [GlobalCleanup]
    public void Remove()
    {
        services!.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>From stored claims to a signed credential.</summary>
    [Benchmark]
    public Task<WrittenCredential> MakeAsync() => format.WriteAsync(source, keys, SigningLane.Interactive, CancellationToken.None);

    /// <summary>Its QR code as PNG.</summary>
    [Benchmark]
    public int DrawCode() => format.SymbolsOf(made).Sum(content => QrPng.Write(QrEncoder.Encode(content)).Length);

    /// <summary>From the text to what its signature says, without the registry.</summary>
    [Benchmark]
    public Task<Judgement> JudgeAsync() => format.JudgeAsync(made, trusted, CancellationToken.None);

    private static CredentialSource SourceOf(ICertificateType type)
    {
        var sample = VaccinationEvent.Read(type.SampleOf(type.Shapes[0]));
        var data =
            (sample with { Vaccination = sample.Vaccination with { Name = "Comirnaty", EffectiveUntil = new DateOnly(2099, 12, 31) } })
                .Write();
        var (id, now) = (RandomId.New(), DateTimeOffset.UtcNow);
        var certified = new AcceptedEvent(type.Name, type.Version, type.Shapes[0].Name, data);
        var claims = new CertificateClaims
        {
            CertificateId = id,
            AcceptedAt = now,
            DobKnownTo = type.DobKnownTo(data),
            Codes = type.CodesOf(data),
            Uvci = Uvci.Of("LK", id),
            Event = certified,
        };
        return new CredentialSource(id, now, now, certified) { Claims = claims, Group = [claims] };
    }
}
