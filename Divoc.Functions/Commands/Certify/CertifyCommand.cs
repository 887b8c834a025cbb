using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Access;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Types;

namespace Divoc.Functions.Commands.Certify;

/// <summary>
/// Issues the events of a file and writes the certificates into a folder. Without a data directory to keep them, a temporary one is used,
/// which is deleted with its signing key: such certificates can't be verified and serve only as examples.
/// </summary>
internal static class CertifyCommand
{
    /// <summary>The key of a partner for a data directory whose settings have partners.</summary>
    private const string KeyVariable = "DIVOC_PARTNER_KEY";

    /// <summary>The command. It ends with 0 when every event has a certificate.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A .json file with an array of events, as for POST /certify/{type}, or a "
            + ".csv file with the columns of uploads. It may have any number of events." };
        var folder = new Option<string>("--out")
        {
            Description = "The folder to write: a folder for each certificate, and summary.csv.",
            HelpName = "DIR",
            Required = true,
        };
        var data = new Option<string?>("--data") { Description = "The data directory that issues and keeps the certificates. Default: a "
            + "temporary one, which is deleted afterwards.", HelpName = "DIR" };
        var type = new Option<string>("--type")
        {
            Description = "The certificate type.",
            HelpName = "NAME",
            DefaultValueFactory = _ => TypesRegistration.Usual,
        };
        var shape = new Option<string?>("--shape")
        {
            Description = "The shape of the events. Default: the first shape of the type.",
            HelpName = "NAME",
        };
        file.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path
                && !IsCsv(path)
                && !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError("The name of the file must end with .json (an array of events) or with .csv; other kinds can't be read.");
            }
        });
        var command = new Command("certify", "Issues the events of a file and writes the certificates into a folder. Exit code 0: every "
            + "event has a certificate. Exit code 1: an event has none.") { file, folder, data, type, shape };
        command.SetAction(parsed => CommandRun.RunAsync(async stop =>
        {
            var (typeName, shapeName) = (parsed.GetRequiredValue(type), parsed.GetValue(shape));
            var events = await ReadAsync(parsed, parsed.GetRequiredValue(file), typeName, shapeName, stop);
            var route = $"/certify/{typeName}{(shapeName is null ? "" : $"?shape={shapeName}")}";
            return await RunAsync(parsed, events, route, parsed.GetRequiredValue(folder), parsed.GetValue(data), stop);
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, EventFile events, string route, string folder, string? data, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        await using var service = await OpenAsync(parsed, data, stop);
        var issuer = new EventIssuer(service, route, folder);
        var lines = await CommandProgress.RunAsync(events.What, events.Count, async progress =>
        {
            List<EventLine> all = [];
            await foreach (var part in events.IssueAsync(issuer, stop))
            {
                all.AddRange(part);
                progress(all.Count);
            }

            return all;
        });
        await WholeFile.WriteAsync(Path.Combine(folder, "summary.csv"), EventLine.SummaryOf(events.Place, lines), stop);
        var issued = lines.Count(line => line.HasCertificate);
        await Console.Out.WriteLineAsync($"{events.What}: {lines.Count}. With a certificate: {issued}. Wrote {folder}.");
        return issued == lines.Count ? CommandRun.Done : CommandRun.Failed;
    }

    private static async Task<EventFile> ReadAsync(
        ParseResult parsed, string file, string typeName, string? shapeName, CancellationToken stop)
    {
        if (!IsCsv(file))
        {
            return await JsonEvents.ReadAsync(file, stop);
        }

        var events = await CsvEvents.ReadAsync(file, ShapeOf(parsed, typeName, shapeName), stop);
        if (events.UnknownColumns.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Columns that are ignored: {string.Join(", ", events.UnknownColumns)}.");
        }

        return events;
    }

    private static bool IsCsv(string file) => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static RequestShape ShapeOf(ParseResult parsed, string typeName, string? shapeName)
    {
        var configuration = ServiceAccess.Read(ProgramCommand.SettingsOf(parsed));
        using var services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<IConfiguration>(configuration)
            .AddDivoc(configuration)
            .BuildServiceProvider();
        var types = services.GetRequiredService<CertificateTypes>().Current;
        var type = types.Find(typeName)
            ?? throw new CommandException(
                $"There is no certificate type {typeName}. The types are: {string.Join(", ", types.Newest.Select(known => known.Name))}.");
        return type.Shapes.FirstOrDefault(shape => shapeName is null || shape.Name == shapeName)
            ?? throw new CommandException(
                $"The type {typeName} has no shape {shapeName}: it has {string.Join(", ", type.Shapes.Select(shape => shape.Name))}.");
    }

    /// <summary>The program that uses the data directory, else the program itself, started for the command.</summary>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes what was started for it.")]
    private static async Task<ServiceClient> OpenAsync(ParseResult parsed, string? data, CancellationToken stop)
    {
        var settings = ProgramCommand.SettingsOf(parsed);
        var configuration = ServiceAccess.Read(settings);
        var folder = data is null ? null : DataDirectory.FullPath(data);
        if (folder is not null && DataDirectory.IsInUse(folder))
        {
            return new ServiceClient(ServiceAccess.AddressOf(folder), KeyOf(configuration, folder), null);
        }

        if (folder is null
            && (BlobStorageOptions.AreSet(configuration) || configuration.NamesServiceBus() || KeyVaultOptions.AreSet(configuration)))
        {
            throw new CommandException("The settings name Azure's services, so the certificates would stay there: name a data directory "
                + "with --data, or remove these settings.");
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
            ? throw new CommandException("The settings have partners: put the key of one partner into the environment variable "
                + $"{KeyVariable}.")
            : AccessKeys.Find(folder)?.FunctionKey;
    }
}
