using System.CommandLine;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Formats;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Commands;

/// <summary>Verifies files: a credential, the text of a QR code, a picture or a PDF.</summary>
internal static class VerifyCommand
{
    private const string Valid = "VALID";

    /// <summary>The command. It ends with 0 when all files are valid.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "A credential as JSON, the text of a QR code, a PNG or JPEG, or a PDF.",
            Arity = ArgumentArity.OneOrMore,
        };
        var asJson = new Option<bool>("--json") { Description = "Prints one line of JSON for each file: its name and the verdict, or why "
            + "it can't be read." };
        var server = ServiceAccess.ServerOption();
        var command = new Command("verify", "Verifies certificates. Exit code 0: all are valid. Exit code 1: one is not valid or "
            + "can't be read.") { files, asJson, server };
        command.SetAction(parsed => CommandRun.RunAsync(
            stop => RunAsync(parsed, parsed.GetRequiredValue(files), parsed.GetValue(asJson), parsed.GetValue(server), stop)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] files, bool asJson, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForAnybodyAsync(parsed, server, stop);
        var areValid = true;
        foreach (var file in files)
        {
            var result = new JsonObject { ["file"] = file };
            try
            {
                result["verdict"] = await service.PostAsync($"/{PublicRoutes.Verify}", await ReadAsync(file, stop), null, stop);
            }
            catch (Exception refused)
                when (refused is CommandException or ServiceRefusalException or IOException or UnauthorizedAccessException)
            {
                result["error"] = refused.Message;
            }

            areValid &= result["verdict"]?["status"]?.ToString() == Valid;
            await Console.Out.WriteLineAsync(asJson ? CommandJson.LineOf(result) : TextOf(result));
        }

        return areValid ? CommandRun.Done : CommandRun.Failed;
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken stop)
    {
        return new FileInfo(file) is { Exists: true, Length: > VerificationLimits.FileBytes }
            ? throw new CommandException($"The file has more than {VerificationLimits.FileBytes} bytes.")
            : await File.ReadAllBytesAsync(file, stop);
    }

    private static string TextOf(JsonObject result)
    {
        if (result["verdict"] is not { } verdict)
        {
            return $"{result["file"]}: {result["error"]}";
        }

        var reasons = verdict["reasons"]!.AsArray().Select(reason => $"{Environment.NewLine}  {reason!["code"]}: {reason["message"]}");
        return $"{result["file"]}: {verdict["status"]}, signature {verdict["signature"]}, "
            + $"certificate {verdict["certificateId"]?.ToString() ?? "unknown"}{string.Concat(reasons)}";
    }
}
