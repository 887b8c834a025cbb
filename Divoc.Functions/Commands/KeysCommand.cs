using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Keys;
using Divoc.Functions.Operations;
using Divoc.Functions.Triggers;

namespace Divoc.Functions.Commands;

/// <summary>The commands for signing keys.</summary>
internal static class KeysCommand
{
    /// <summary>The route of the signing keys.</summary>
    public const string Route = "/operations/keys";

    private static string LongestReason => $"1 to {KeyOperations.LongestReason} characters";

    /// <summary>The command with its own below it.</summary>
    public static Command Create() => new("keys", "Lists, makes, certifies, retires and exports signing keys.")
    {
        CreateList(),
        CreateNew(),
        CreateRetire(),
        CreateExport(),
        KeyCertificateCommands.CreateRequest(),
        KeyCertificateCommands.CreateCertificate(),
    };

    private static Command CreateList()
    {
        var asJson = new Option<bool>("--json") { Description = "Prints one line of JSON for each." };
        var server = ServiceAccess.ServerOption();
        var command = new Command("list", "Lists the keys that the program has, current ones first, then those that signed and are "
            + "missing or retired.") { asJson, server };
        command.SetAction(parsed => CommandRun.RunAsync(stop => ListAsync(parsed, parsed.GetValue(asJson), parsed.GetValue(server), stop)));
        return command;
    }

    private static Command CreateNew()
    {
        var algorithm = new Option<SignatureAlgorithm>("--algorithm")
        {
            Description = "PS256 (RSA) or ES256 (P-256).",
            HelpName = "NAME",
            DefaultValueFactory = _ => SignatureAlgorithm.PS256,
        };
        var purposes = new Option<string[]>("--for") { Description = "The only purposes that the key signs for, such as status. Default: "
            + "every purpose.", HelpName = "PURPOSE", DefaultValueFactory = _ => [] };
        purposes.Validators.Add(result =>
        {
            foreach (var name in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (KeyPurpose.TryParse(name) is null)
                {
                    result.AddError(
                        $"'{name}' is not a purpose: a purpose has 1 to 32 lower-case letters, digits and hyphens, such as status.");
                }
            }
        });
        var command = new Command("new", "Makes one more key file in the data directory. The program reads it at its next start: see "
            + "docs/keys.md.") { algorithm, purposes };
        command.SetAction(parsed => CommandRun.RunAsync(_ => NewAsync(parsed, parsed.GetValue(algorithm), parsed.GetValue(purposes)!)));
        return command;
    }

    private static Command CreateRetire()
    {
        var kid = new Argument<string>("KID") { Description = "The key's id, as the program shows it." };
        var reason = new Option<string>("--reason")
        {
            Description = $"Why, in one line of {LongestReason}.",
            HelpName = "TEXT",
            Required = true,
        };
        reason.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !KeyOperations.IsReason(text))
            {
                result.AddError($"The reason must be one line of {LongestReason}.");
            }
        });
        var server = ServiceAccess.ServerOption();
        var command = new Command("retire", "Records that a signing key is lost for good, so that the program starts and issues "
            + "with a new one.") { kid, reason, server };
        command.SetAction(parsed => CommandRun.RunAsync(
            stop => RetireAsync(parsed, parsed.GetRequiredValue(kid), parsed.GetRequiredValue(reason), parsed.GetValue(server), stop)));
        return command;
    }

    private static Command CreateExport()
    {
        var file = new Option<string?>("--out")
        {
            Description = "The file to write. Default: the standard output.",
            HelpName = "FILE.json",
        };
        var server = ServiceAccess.ServerOption();
        var command = new Command("export", "Writes the public halves of all keys as a JWK set, for verifiers. Lost and retired keys "
            + "are in it too.") { file, server };
        command.SetAction(parsed => CommandRun.RunAsync(stop => ExportAsync(parsed, parsed.GetValue(file), parsed.GetValue(server), stop)));
        return command;
    }

    private static async Task<int> ListAsync(ParseResult parsed, bool asJson, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, server, stop);
        foreach (var key in (await service.GetAsync(Route, stop))["keys"]!.AsArray())
        {
            await Console.Out.WriteLineAsync(asJson ? CommandJson.LineOf(key!) : TextOf(key!));
        }

        return CommandRun.Done;
    }

    private static string TextOf(JsonNode key)
    {
        var purposes = string.Join(", ", key["purposes"]!.AsArray().Select(purpose => purpose!.ToString()));
        return $"{key["kid"]}  {key["algorithm"]}  {(purposes.Length == 0 ? "every purpose" : purposes)}  {StateOf(key)}  "
            + $"{(key["signedSince"] is { } since ? $"has signed since {since}" : "has not signed")}";
    }

    private static string StateOf(JsonNode key)
    {
        if (key["retiredAt"] is { } retired)
        {
            return $"retired {retired}";
        }

        return key["published"]!.GetValue<bool>() ? "present" : "missing";
    }

    /// <summary>A running program reads key files only at its start, so a new file does not disturb it.</summary>
    private static async Task<int> NewAsync(ParseResult parsed, SignatureAlgorithm algorithm, string[] purposes)
    {
        var configuration = ServiceAccess.Read(ProgramCommand.SettingsOf(parsed));
        if (KeyVaultOptions.AreSet(configuration))
        {
            throw new CommandException("The keys are in Key Vault: make a new version there (az keyvault key create). The program "
                + "publishes it, and later signs with it.");
        }

        var folder = ServiceAccess.FolderOf(configuration);
        if (!File.Exists(Path.Combine(folder, "signing-key.pem")))
        {
            throw new CommandException($"There is no signing key in {folder}. The program makes its first key itself, at its first start. "
                + "If there should be a key, check Divoc__DataDirectory.");
        }

        var path = Enumerable.Range(2, 10_000)
            .Select(number => Path.Combine(folder, $"signing-key-{number}.pem"))
            .First(file => !File.Exists(file));
        KeyFile.Create(path, algorithm, forThisMachine: false, purposes: [.. purposes.Select(name => new KeyPurpose(name))]);
        using var made = KeyFile.Read(path, forThisMachine: false, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await Console.Out.WriteLineAsync($"Made {path} with the key {made.Published.KeyId}. Restart the program: it publishes the key. "
            + "docs/keys.md says when it signs. Put the file into the backup.");
        return CommandRun.Done;
    }

    private static async Task<int> RetireAsync(ParseResult parsed, string kid, string reason, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, server, stop);
        try
        {
            var retired = await service.PostAsync(
                $"{Route}/{Uri.EscapeDataString(kid)}/retire", new JsonObject { ["reason"] = reason.Trim() }, stop);
            await Console.Out.WriteLineAsync($"The key {kid} has been retired since {retired["retiredAt"]}. What it signed still "
                + "verifies; the program starts without it.");
            return CommandRun.Done;
        }
        catch (ServiceRefusalException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            var keys = (await service.GetAsync(Route, stop))["keys"]!
                .AsArray()
                .Where(key => key!["signedSince"] is not null)
                .Select(key => key!["kid"]!.ToString())
                .Order(StringComparer.Ordinal)
                .ToList();
            throw new CommandException(
                $"No key {kid} has signed here. {(keys.Count == 0 ? "None has." : $"Keys that signed: {string.Join(", ", keys)}.")}");
        }
    }

    private static async Task<int> ExportAsync(ParseResult parsed, string? file, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForAnybodyAsync(parsed, server, stop);
        var trust = await service.GetAsync($"/{PublicRoutes.Trust}", stop);
        var keys = new JsonObject
        {
            ["keys"] = new JsonArray([.. trust["own"]!["keys"]!.AsArray().Select(key => key!["jwk"]!.DeepClone())]),
        };
        if (file is null)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(CommandJson.IndentedOf(keys), stop);
            return CommandRun.Done;
        }

        await WholeFile.WriteAsync(file, CommandJson.IndentedOf(keys), stop);
        await Console.Out.WriteLineAsync($"Wrote {file}.");
        return CommandRun.Done;
    }
}
