using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What each stage of a certificate costs in processor time, run alone in this process.</summary>
internal static class StageCosts
{
    private const int Rounds = 1_000;

    /// <summary>So many rounds come before, that all code is compiled as it stays.</summary>
    private const int WarmUpRounds = 3_000;

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
        var pages = services.GetRequiredService<PageMaker>();
        var keys = services.GetRequiredService<ISigningKeys>();
        var store = services.GetRequiredService<IArtifactStore>();
        var type = services.GetRequiredService<CertificateTypes>().Current.Find("vaccination")!;
        var shape = type.Shapes[0];
        var format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)!;
        var body = EventSource.Body(1);
        var source = new CredentialSource(
            RandomId.New(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, validator.Validate(body, type, shape).Events[0]);
        var written = await format.WriteAsync(source, keys, SigningLane.Interactive, CancellationToken.None);
        var input = new PageSource(source.CertificateId, type, format, source.Event, [], written.Bytes);
        var page = pages.Make(input);
        return new Dictionary<string, double>
        {
            ["validate"] = await TimeAsync(_ => Done(validator.Validate(body, type, shape))),
            ["write and sign"] = await TimeAsync(_ => format.WriteAsync(source, keys, SigningLane.Interactive, CancellationToken.None)),
            ["render"] = await TimeAsync(_ => Done(pages.Make(input))),
            ["store"] =
                await TimeAsync(round => store.CreateTogetherAsync(Artifacts($"stage-{round}", written, page), CancellationToken.None)),
        };
    }

    private static ServiceProvider Services(string folder) => BenchmarkServices.Create(services =>
    {
        services.AddSqliteArtifactStore(folder);
        services.AddKeyFileSigningKeys(folder);
    });

    private static NamedArtifact[] Artifacts(string id, WrittenCredential written, MadePage page) =>
    [
        new(CertificateArtifacts.Of(id, "credential.json"), new ArtifactContent(written.Bytes, "application/vc+ld+json")),
        new(CertificateArtifacts.Qr(id), new ArtifactContent(page.QrPng, CertificateArtifacts.QrContentType)),
        new(
            CertificateArtifacts.Pdf(id),
            new ArtifactContent(page.Pdf.Bytes, CertificateArtifacts.PdfContentType) { SharedLength = page.Pdf.SharedLength }),
    ];

    private static Task Done(object result)
    {
        GC.KeepAlive(result);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Processor time of this process, all threads, since a stage may hand work to another one. The first rounds only warm up.
    /// </summary>
    private static async Task<double> TimeAsync(Func<int, Task> stage)
    {
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await stage(-1 - round);
        }

        var before = Environment.CpuUsage.TotalTime;
        for (var round = 0; round < Rounds; round++)
        {
            await stage(round);
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Rounds;
    }
}
