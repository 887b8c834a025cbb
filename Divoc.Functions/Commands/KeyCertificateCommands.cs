using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Keys;
using Divoc.Functions.Operations;

namespace Divoc.Functions.Commands;

/// <summary>
/// Gets certificates for signing keys. The service that has the keys signs, so that it does not matter where they are stored.
/// </summary>
internal static class KeyCertificateCommands
{
    /// <summary>The command that makes a request for a certificate.</summary>
    public static Command CreateRequest()
    {
        var options = new Options();
        var command = new Command(
            "csr",
            "Makes a request for the certificate of a signing key (PKCS #10), signed by the key, for the authority that certifies it.")
        {
            options.Kid, options.Subject, options.Types, options.File, options.Server,
        };
        command.SetAction(
            parsed => CommandRun.RunAsync(stop => MakeAsync(parsed, options, "csr", options.OrderOf(parsed), "request", stop)));
        return command;
    }

    /// <summary>The command that makes a self-signed certificate.</summary>
    public static Command CreateCertificate()
    {
        var options = new Options();
        var days = new Option<int>("--days")
        {
            Description = $"How many days it is valid, 1 to {CertificateOrder.MostDays}.",
            HelpName = "N",
            Required = true,
        };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > CertificateOrder.MostDays)
            {
                result.AddError($"--days must be 1 to {CertificateOrder.MostDays}.");
            }
        });
        var command = new Command("certificate", "Makes a self-signed certificate of a signing key, if no authority certifies it: see "
            + "docs/eu-certificates.md.")
        {
            options.Kid, options.Subject, days, options.Types, options.File, options.Server,
        };
        command.SetAction(parsed => CommandRun.RunAsync(stop =>
        {
            var order = options.OrderOf(parsed);
            order["days"] = parsed.GetRequiredValue(days);
            return MakeAsync(parsed, options, "certificate", order, "certificate", stop);
        }));
        return command;
    }

    private static async Task<int> MakeAsync(
        ParseResult parsed, Options options, string route, JsonObject order, string member, CancellationToken stop)
    {
        var kid = parsed.GetRequiredValue(options.Kid);
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, parsed.GetValue(options.Server), stop);
        JsonNode made;
        try
        {
            made = await service.PostAsync($"{KeysCommand.Route}/{Uri.EscapeDataString(kid)}/{route}", order, stop);
        }
        catch (ServiceRefusalException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            throw new CommandException($"There is no key {kid}: 'keys list' shows the keys.", refused);
        }

        var pem = $"{made[member]}{Environment.NewLine}";
        if (parsed.GetValue(options.File) is not { } file)
        {
            await Console.Out.WriteAsync(pem);
            return CommandRun.Done;
        }

        await WholeFile.WriteAsync(file, Encoding.ASCII.GetBytes(pem), stop);
        await Console.Out.WriteLineAsync($"Wrote {file}.");
        return CommandRun.Done;
    }

    /// <summary>The options of both commands.</summary>
    private sealed class Options
    {
        public Options()
        {
            Subject.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string>() is { } text && KeyCertificateContent.TryReadSubject(text) is null)
                {
                    result.AddError("--subject must be an X.500 name, such as \"CN=Signer, O=Ministry of Health, C=XX\".");
                }
            });
        }

        public Argument<string> Kid { get; } = new("KID") { Description = "The key's id, as 'keys list' shows it." };

        public Option<string> Subject { get; } = new("--subject") { Description = "The subject of the certificate, such as \"CN=Signer, "
            + "O=Ministry of Health, C=XX\".", HelpName = "NAME", Required = true };

        public Option<string[]> Types { get; } = new("--for")
        {
            Description = "The certificate types that it is for, separated by commas. Default: all.", HelpName = "TYPES",
            DefaultValueFactory = _ => [],
        };

        public Option<string?> File { get; } = new("--out")
        {
            Description = "The file to write. Default: the standard output.",
            HelpName = "FILE.pem",
        };

        public Option<string?> Server { get; } = ServiceAccess.ServerOption();

        public JsonObject OrderOf(ParseResult parsed)
        {
            var order = new JsonObject { ["subject"] = parsed.GetRequiredValue(Subject) };
            var types = parsed.GetValue(Types)!
                .SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .ToList();
            if (types.Count > 0)
            {
                order["for"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]);
            }

            return order;
        }
    }
}
