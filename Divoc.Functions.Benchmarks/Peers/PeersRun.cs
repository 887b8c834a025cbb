using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Divoc.Functions.Benchmarks.Load;
using Divoc.Functions.Benchmarks.Reports;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Benchmarks.Peers;

/// <summary>Has the same certificates signed and drawn by our code and by that of others, in one run.</summary>
internal static class PeersRun
{
    private const string VerificationMethod = "did:example:issuer";

    /// <summary>Our code is compiled only after some hundred rounds; that of the others needs a few.</summary>
    private const int Rounds = 30;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var count = LoadArguments.Count("--certificates", 100, "How many certificates each signs and draws.");
        var json = LoadArguments.Json();
        var command = new Command("peers", "Our code beside npm qrcode and DIVOC's certificate-signer-library, on the same certificates.")
        {
            count,
            json,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(count), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(int count, string? jsonFile)
    {
        var machine = MachineFacts.Now();
        Console.WriteLine(machine);
        using var folder = new TemporaryFolder();
        Console.WriteLine($"Installing {NodePeers.Names} ...");
        if (await NodePeers.InstallAsync(folder.Path) is { } why)
        {
            Console.WriteLine($"Skipped: the packages could not be installed ({why}).");
            return 0;
        }

        await using var services = BenchmarkServices.Create(
            collection => collection.AddSqliteArtifactStore(folder.Path).AddKeyFileSigningKeys(folder.Path));
        var (sign, credentials) = await SignAsync(services, count);
        QrContent[] symbols = [.. credentials.Select(credential => new QrContent([QrSegment.Bytes(QrPayload.Pack(credential.Span))]))];
        var matrix = await TimeAsync(symbols, symbol => Done(QrEncoder.Encode(symbol)));
        var png = await TimeAsync(symbols, symbol => Done(QrPng.Write(QrEncoder.Encode(symbol))));
        var others = await NodePeers.MeasureAsync(folder.Path, InputOf(folder.Path, credentials));
        var report = new PeersReport(
            machine,
            NodePeers.Names,
            [
                Compare("matrix", "QR matrix", matrix),
                Compare("png", "QR matrix and PNG", png),
                Compare("sign", "credential signed (RSA-2048)", sign),
            ]);
        foreach (var one in report.Comparisons)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.What,-32} ours {one.OwnMs,8:F3} ms   theirs {one.OtherMs,8:F3} ms   {one.Ratio,6:F1} times ours"));
        }

        await ReportFolder.WriteAsync("peers", jsonFile, report, ReportJson.Default.PeersReport);
        return 0;

        PeerComparison Compare(string name, string what, double own) => new(what, own, others[name]!.GetValue<double>());
    }

    private static async Task<(double Milliseconds, IReadOnlyList<ReadOnlyMemory<byte>> Credentials)> SignAsync(
        ServiceProvider services, int count)
    {
        var type = services.GetRequiredService<CertificateTypes>().Current.Find("vaccination")!;
        var shape = type.Shapes[0];
        var events = services.GetRequiredService<RequestValidator>()
            .Validate(EventSource.Body(Enumerable.Range(0, count)), type, shape).Events;
        var format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)!;
        var keys = services.GetRequiredService<ISigningKeys>();
        CredentialSource[] sources = [.. events.Select(
            accepted => new CredentialSource(RandomId.New(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, accepted))];
        var milliseconds = await TimeAsync(
            sources, source => format.WriteAsync(source, keys, SigningLane.Interactive, CancellationToken.None));
        var credentials = new List<ReadOnlyMemory<byte>>();
        foreach (var source in sources)
        {
            credentials.Add((await format.WriteAsync(source, keys, SigningLane.Interactive, CancellationToken.None)).Bytes);
        }

        return (milliseconds, credentials);
    }

    /// <summary>The same payloads, and the credentials without our signature.</summary>
    private static JsonObject InputOf(string folder, IReadOnlyList<ReadOnlyMemory<byte>> credentials)
    {
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(folder, "signing-key.pem")));
        return new JsonObject
        {
            ["symbols"] =
                new JsonArray([.. credentials.Select(credential => (JsonNode)Convert.ToBase64String(QrPayload.Pack(credential.Span)))]),
            ["credentials"] = new JsonArray([.. credentials.Select(Unsigned)]),
            ["privateKeyPem"] = key.ExportPkcs8PrivateKeyPem(),
            ["publicKeyPem"] = key.ExportSubjectPublicKeyInfoPem(),
            ["verificationMethod"] = VerificationMethod,
        };
    }

    private static JsonObject Unsigned(ReadOnlyMemory<byte> credential)
    {
        var parsed = JsonNode.Parse(credential.Span)!.AsObject();
        parsed.Remove("proof");
        return parsed;
    }

    private static Task Done(object result)
    {
        GC.KeepAlive(result);
        return Task.CompletedTask;
    }

    /// <summary>Processor time each, in milliseconds; half of the rounds only warm up.</summary>
    private static async Task<double> TimeAsync<T>(IReadOnlyList<T> items, Func<T, Task> work)
    {
        var before = TimeSpan.Zero;
        for (var round = 0; round < 2 * Rounds; round++)
        {
            if (round == Rounds)
            {
                before = Environment.CpuUsage.TotalTime;
            }

            foreach (var item in items)
            {
                await work(item);
            }
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Rounds / items.Count;
    }
}
