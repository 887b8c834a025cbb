using System.Diagnostics;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
using Divoc.Functions.Intake;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What each stage of a certificate costs in processor time, run alone in this process.</summary>
internal static class StageCosts
{
    private const int Rounds = 200;

    /// <summary>Milliseconds of processor time a certificate, by stage.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("divoc-stages-");
        try
        {
            await using var services = Services(folder.FullName);
            return await MeasureAsync(services);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IServiceProvider services)
    {
        var validator = services.GetRequiredService<RequestValidator>();
        var builder = services.GetRequiredService<CredentialBuilder>();
        var signer = services.GetRequiredService<CredentialSigner>();
        var renderer = services.GetRequiredService<CertificateRenderer>();
        var store = services.GetRequiredService<IArtifactStore>();
        var body = EventSource.Body(1);
        var certification = Certification(validator.Validate(body, CertificateShape.VaccinationV1).Events[0]);
        var unsigned = builder.Build(certification, DateTimeOffset.UtcNow);
        var signed = await signer.SignAsync(unsigned, DateTimeOffset.UtcNow, SigningLane.Interactive, CancellationToken.None);
        var input = new CertificatePageInput(signed.Bytes, [], null);
        var rendered = renderer.Render(input);
        return new Dictionary<string, double>
        {
            ["validate"] = await TimeAsync(_ => Done(validator.Validate(body, CertificateShape.VaccinationV1))),
            ["build"] = await TimeAsync(_ => Done(builder.Build(certification, DateTimeOffset.UtcNow))),
            ["sign"] = await TimeAsync(_ => signer.SignAsync(unsigned, DateTimeOffset.UtcNow, SigningLane.Interactive, CancellationToken.None)),
            ["render"] = await TimeAsync(_ => Done(renderer.Render(input))),
            ["store"] = await TimeAsync(round => store.CreateTogetherAsync(Artifacts($"stage-{round}", signed, rendered), CancellationToken.None)),
        };
    }

    private static ServiceProvider Services(string folder)
    {
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddDivoc(configuration);
        services.AddSqliteArtifactStore(folder);
        services.AddKeyFileSigningKeys(folder);
        return services.BuildServiceProvider();
    }

    private static CertificationEvent Certification(HealthEvent happened) => new()
    {
        CertificateId = RandomId.New(),
        RequestId = RandomId.New(),
        Ledger = LedgerName.Of(happened.PreEnrollmentCode),
        Key = HealthEvents.KeyOf(happened),
        VersionsAtAcceptance = 0,
        AcceptedAt = DateTimeOffset.UtcNow,
        Event = HealthEvents.Write(happened, CertificateShape.VaccinationV1),
        Earlier = [],
    };

    private static NamedArtifact[] Artifacts(string id, SignedCredential signed, RenderedCertificate rendered) =>
    [
        new(CertificateArtifacts.Credential(id), new ArtifactContent(signed.Bytes, CertificateArtifacts.CredentialContentType)),
        new(CertificateArtifacts.Qr(id), new ArtifactContent(rendered.QrPng, CertificateArtifacts.QrContentType)),
        new(CertificateArtifacts.Pdf(id), new ArtifactContent(rendered.Pdf, CertificateArtifacts.PdfContentType)),
    ];

    private static Task Done(object result)
    {
        GC.KeepAlive(result);
        return Task.CompletedTask;
    }

    /// <summary>Processor time of this process, all threads, since a stage may hand work to another one. The first rounds only warm up.</summary>
    private static async Task<double> TimeAsync(Func<int, Task> stage)
    {
        for (var round = 0; round < Rounds / 4; round++)
        {
            await stage(-1 - round);
        }

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var round = 0; round < Rounds; round++)
        {
            await stage(round);
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / Rounds;
    }
}
