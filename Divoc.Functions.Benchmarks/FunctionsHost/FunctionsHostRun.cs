using System.CommandLine;
using System.Globalization;
using Divoc.Functions.Benchmarks.Reports;
using Divoc.Functions.Benchmarks.Service;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Hosting.AzureFunctions;

namespace Divoc.Functions.Benchmarks.FunctionsHost;

/// <summary>
/// What running as a worker of the Functions host costs, measured under the double that the tests have of that host: gRPC for each call and
/// delivery, requests forwarded over HTTP. The double is not the real host: what that one needs itself is not in the figures.
/// </summary>
internal static class FunctionsHostRun
{
    /// <summary>So high that the vault holds nothing back.</summary>
    private const int SignaturesPerSecond = 10_000;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (certificates, rounds) = (
            LoadArguments.Count("--certificates", 2_000, "Certificates a round."),
            LoadArguments.Count("--rounds", 5, "How often both are measured in turn."));
        var json = LoadArguments.Json();
        var command = new Command("functions-host", "What the Azure Functions host adds, under the tests' double of it.")
        {
            certificates,
            rounds,
            json,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(certificates), parsed.GetValue(rounds), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(int certificates, int rounds, string? jsonFile)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        await using var ofWorker = await AzureDoubles.StartAsync(SignaturesPerSecond);
        await using var ofEmbedded = await AzureDoubles.StartAsync(SignaturesPerSecond);
        using var folder = new TemporaryFolder();
        await using var host = await FunctionsHostDouble.StartAsync(new Dictionary<string, string>(ofWorker.Environment)
        {
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["Divoc__DataDirectory"] = folder.Path,
        });
        await using var service = await ServiceUnderLoad.StartAsync(
            new ServiceOptions { Settings = ofEmbedded.Environment }, Partners.None, announces: false);
        var worker = new HostedProgram(host.Client, () => ProcessFigures.Of(host.Worker.Id));
        var embedded = new HostedProgram(service.Client, () => service.Server.Figures);
        Console.WriteLine("Warming up ...");
        await worker.MeasureAsync(certificates);
        await embedded.MeasureAsync(certificates);
        var (workers, embeddeds) = (new List<HostFigures>(), new List<HostFigures>());
        while (workers.Count < rounds)
        {
            workers.Add(await worker.MeasureAsync(certificates));
            embeddeds.Add(await embedded.MeasureAsync(certificates));
        }

        var report = new FunctionsHostReport(machine, HostFigures.MedianOf(workers), HostFigures.MedianOf(embeddeds));
        Print("worker under the double", report.Worker);
        Print("embedded host", report.Embedded);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the host adds {report.CallAddsMs:F3} ms of processor time a call and {report.CertificateAddsMs:F3} ms a "
            + $"certificate to the program"));
        await ReportFolder.WriteAsync("functions-host", jsonFile, report, ReportJson.Default.FunctionsHostReport);
        return 0;
    }

    private static void Print(string name, HostFigures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-26} fetch {figures.CallMs:F3} ms, of it {figures.CallCpuMs:F3} ms processor; certificate {figures.CertificateCpuMs:F2} ms "
        + $"processor, {figures.IssuedPerSecond:F0} a second"));
}
