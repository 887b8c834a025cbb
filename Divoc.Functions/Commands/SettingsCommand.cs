using System.CommandLine;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Hosting;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Divoc.Functions.Commands;

/// <summary>Shows all settings: their names, the values in use, and where these come from.</summary>
internal static class SettingsCommand
{
    private const string Masked = "********";

    private static readonly string[] SecretNames = ["ConnectionString", "KeySha256", "Secret", "Password", "Token", "Webhook:Url"];
    private static readonly string[] SecretParts = ["AccountKey=", "SharedAccessKey=", "SharedAccessSignature=", "sig=", "Password="];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("settings", "Shows all settings, the values in use, and the source of each. Secrets are masked.");
        command.SetAction(parsed => CommandRun.RunAsync(_ => RunAsync(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var configuration = ServiceAccess.Read(ProgramCommand.SettingsOf(parsed));
        var given = configuration.AsEnumerable().Where(setting => setting.Value is not null).Select(setting => setting.Key).ToList();
        var known = SettingNames.All.Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var setting in SettingNames.All.DistinctBy(setting => setting.Name)
            .OrderBy(setting => setting.Name, StringComparer.Ordinal))
        {
            var names = given.Where(setting.Is).Order(StringComparer.Ordinal).ToList();
            foreach (var name in names)
            {
                await Console.Out.WriteLineAsync($"{name} = {Shown(name, configuration[name]!)}  ({SourceOf(configuration, name)})");
            }

            // A list may also be written as single items; an item is shown only if it is set.
            var isItem = setting.Name.EndsWith($":{SettingNames.Free}", StringComparison.Ordinal)
                && known.Contains(setting.Name[..^(SettingNames.Free.Length + 1)]);
            if (names.Count == 0 && !isItem)
            {
                await Console.Out.WriteLineAsync($"{setting.Name} = {setting.Default}  (default)");
            }
        }

        return CommandRun.Done;
    }

    private static string Shown(string name, string value)
    {
        var isSecret = value.Length > 0
            && (SecretNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
                || SecretParts.Any(part => value.Contains(part, StringComparison.OrdinalIgnoreCase)));
        return isSecret ? Masked : value.ReplaceLineEndings("\\n");
    }

    /// <summary>If several sources set it, the last one counts.</summary>
    private static string SourceOf(IConfigurationRoot configuration, string name) =>
        configuration.Providers.Last(provider => provider.TryGet(name, out _)) switch
        {
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            JsonConfigurationProvider file => file.Source.Path ?? "file",
            var other => other.GetType().Name,
        };
}
