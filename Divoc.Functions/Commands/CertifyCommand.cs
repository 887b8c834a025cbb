using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Access;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Types;

namespace Divoc.Functions.Commands;

/// <summary>
/// Issues the events of a file and writes what was issued into a folder. Without a data directory that is to keep them, all is done in one that is gone afterwards, its signing key with it: the
/// certificates then verify with nobody, and serve to look at.
/// </summary>
internal static class CertifyCommand
{
    /// <summary>The key of a partner for a data directory whose settings have partners.</summary>
    private const string KeyVariable = "DIVOC_PARTNER_KEY";

    /// <summary>As many as a call takes well: the answer comes soon, and a stop costs little.</summary>
    private const int EventsPerCall = 200;

    private const long LargestFile = 256L * 1024 * 1024;
    private const string Columns = "index,preEnrollmentCode,certificateId,status,reason,detail";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>The command. It ends with 0 when every event has a certificate.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE.json") { Description = "A JSON array of events, as for POST /certify/{type}, of any length." };
        var folder = new Option<string>("--out") { Description = "The folder for the certificates, one folder each, and summary.csv.", HelpName = "DIR", Required = true };
        var data = new Option<string?>("--data") { Description = "The data directory that issues and keeps them; without it all is done in one that is gone afterwards.", HelpName = "DIR" };
        var type = new Option<string>("--type") { Description = "The certificate type.", HelpName = "NAME", DefaultValueFactory = _ => TypesRegistration.Usual };
        var shape = new Option<string?>("--shape") { Description = "The shape of the events; without it the type's first.", HelpName = "NAME" };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError("The file must end with .json and hold an array of events; other kinds can't be read.");
            }
        });
        var command = new Command("certify", "Issues the events of a file and writes the certificates into a folder. Ends with 0 when every event has one, with 1 when one has not.") { file, folder, data, type, shape };
        command.SetAction(parsed => CommandRun.RunAsync(stop => RunAsync(
            parsed, parsed.GetRequiredValue(file), parsed.GetRequiredValue(folder), parsed.GetValue(data), $"/certify/{parsed.GetRequiredValue(type)}{(parsed.GetValue(shape) is { } name ? $"?shape={name}" : "")}", stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string file, string folder, string? data, string route, CancellationToken stop)
    {
        var events = await ReadAsync(file, stop);
        Directory.CreateDirectory(folder);
        await using var service = await OpenAsync(parsed, data, stop);
        var lines = await CommandProgress.RunAsync("Events", events.Count, async told =>
        {
            List<Line> all = [];
            foreach (var chunk in events.Chunk(EventsPerCall))
            {
                all.AddRange(await IssueAsync(service, route, chunk, all.Count, folder, stop));
                told(all.Count);
            }

            return all;
        });
        await WholeFile.WriteAsync(Path.Combine(folder, "summary.csv"), SummaryOf(lines), stop);
        var issued = lines.Count(line => line.HasCertificate);
        await Console.Out.WriteLineAsync($"Events: {lines.Count}. With a certificate: {issued}. Wrote {folder}.");
        return issued == lines.Count ? CommandRun.Done : CommandRun.Failed;
    }

    private static async Task<JsonArray> ReadAsync(string file, CancellationToken stop)
    {
        if (new FileInfo(file) is { Exists: true, Length: > LargestFile })
        {
            throw new CommandException($"{file} has more than {LargestFile} bytes: split it.");
        }

        try
        {
            return JsonNode.Parse(await File.ReadAllBytesAsync(file, stop)) is JsonArray { Count: > 0 } events ? events : throw new CommandException($"{file} holds no JSON array with events.");
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{file} is not JSON (line {exception.LineNumber + 1}).", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    /// <summary>The program that uses the data directory, else the program itself.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes what was started for it.")]
    private static async Task<ServiceClient> OpenAsync(ParseResult parsed, string? data, CancellationToken stop)
    {
        var settings = ProgramCommand.SettingsOf(parsed);
        var configuration = ServiceAccess.Read(settings);
        var folder = data is null ? null : DataDirectory.FullPath(data);
        if (folder is not null && DataDirectory.IsInUse(folder))
        {
            return new ServiceClient(ServiceAccess.AddressOf(folder), KeyOf(configuration, folder), null);
        }

        if (folder is null && (BlobStorageOptions.AreSet(configuration) || configuration.NamesServiceBus() || KeyVaultOptions.AreSet(configuration)))
        {
            throw new CommandException("The settings name Azure's services, where what is issued would stay: name a data directory with --data, or unset them.");
        }

        var own = await OwnServer.StartAsync(settings, folder, issues: true, stop);
        return new ServiceClient(own.Address, KeyOf(configuration, own.Folder), own);
    }

    private static string? KeyOf(IConfiguration configuration, string folder)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            return key;
        }

        return PartnersOptions.AreSet(configuration)
            ? throw new CommandException($"The settings have partners: put the key of one into the environment variable {KeyVariable}.")
            : AccessKeys.Find(folder)?.FunctionKey;
    }

    /// <summary>The same events again are the same call, so whatever was accepted before a stop is not issued twice.</summary>
    private static async Task<IReadOnlyList<Line>> IssueAsync(ServiceClient service, string route, JsonNode?[] chunk, int first, string folder, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. chunk.Select(happened => happened?.DeepClone())]), CommandJson.Default.JsonArray);
        var accepted = await service.PostAsync(route, body, Convert.ToHexStringLower(SHA256.HashData(body)), stop);
        var request = $"/divoc/api/v1/certify/requests/{accepted["requestId"]}";
        var status = await service.GetAsync(request, stop);
        while (status["certificates"]!.AsArray().Any(element => element!["status"]!.ToString() == "QUEUED"))
        {
            await Task.Delay(BetweenLooks, stop);
            status = await service.GetAsync(request, stop);
        }

        List<Line> lines = [];
        foreach (var element in status["certificates"]!.AsArray())
        {
            var line = Line.Of(first, element!);
            if (line.HasCertificate && element!["links"] is JsonObject links)
            {
                await FetchAsync(service, line.CertificateId, links, folder, stop);
            }

            lines.Add(line);
        }

        return lines;
    }

    private static async Task FetchAsync(ServiceClient service, string certificateId, JsonObject links, string folder, CancellationToken stop)
    {
        var own = Path.Combine(folder, certificateId);
        Directory.CreateDirectory(own);
        foreach (var part in links.Select(link => link.Value!.ToString().Split('/')[^1]))
        {
            await WholeFile.WriteAsync(Path.Combine(own, part), await service.GetBytesAsync($"/certificates/{certificateId}/{part}", stop), stop);
        }
    }

    private static byte[] SummaryOf(IEnumerable<Line> lines)
    {
        var text = new StringBuilder(Columns).Append("\r\n");
        foreach (var line in lines)
        {
            string[] cells = [line.Index.ToString(CultureInfo.InvariantCulture), line.Code, line.CertificateId, line.Status, line.Reason ?? "", line.Detail ?? ""];
            text.AppendJoin(',', cells.Select(CellOf)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>As RFC 4180 has it; what a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static string CellOf(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private sealed record Line(int Index, string Code, string CertificateId, string Status, string? Reason, string? Detail)
    {
        public bool HasCertificate => Status is "ISSUED" or "DUPLICATE" or "UNCHANGED";

        public static Line Of(int first, JsonNode element) => new(
            first + element["index"]!.GetValue<int>(),
            element["preEnrollmentCode"]!.ToString(),
            element["certificateId"]!.ToString(),
            element["status"]!.ToString(),
            element["reason"]?.ToString(),
            element["detail"]?.ToString());
    }
}
