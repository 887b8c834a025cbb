using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Divoc.Functions.Commands.Backups;
using Divoc.Functions.Commands.Certify;
using Divoc.Functions.Commands.Preview;
using Divoc.Functions.Hosting.Embedded;

namespace Divoc.Functions.Commands;

/// <summary>
/// The command line: without a command, the embedded host runs. Unknown arguments are refused, because the start would not be the intended
/// one.
/// </summary>
internal static class ProgramCommand
{
    private const int Misused = 2;

    /// <summary>Runs the command line.</summary>
    /// <returns>The exit code: 2 when the command line can't be used.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            await Console.Error.WriteLineAsync(ProblemOf(parsed));
            return Misused;
        }

        // The host and the commands handle signals and exceptions themselves.
        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>Reads a command line.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args)
    {
        var given = SettingArguments.Split(args);
        return Create(given).Parse(given, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }

    /// <summary>The settings among the arguments, as the configuration reads them.</summary>
    internal static IReadOnlyList<string> SettingsOf(ParseResult parsed)
    {
        return [.. from option in parsed.RootCommandResult.Command.Options.OfType<Option<string?>>()
                   let value = parsed.GetValue(option)
                   where value is not null
                   select $"{option.Name}={value}"];
    }

    /// <summary>What is wrong with a command line, in one line.</summary>
    internal static string ProblemOf(ParseResult parsed)
    {
        var command = "";
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
        {
            command = $"{result.Command.Name} {command}";
        }

        var problems = string.Join(" ", parsed.Errors.Select(error => error.Message).Distinct());
        return $"{problems} Use {command}--help to see what is possible.".ReplaceLineEndings(" ");
    }

    private static RootCommand Create(IReadOnlyList<string> args)
    {
        var root = new RootCommand("Issues and verifies certificates of health events. Without a command it starts the service. Arguments "
            + "such as --Divoc:Issuer:Id VALUE set the settings that docs/settings.md lists.")
        {
            CreateServe(),
            CertifyCommand.Create(),
            VerifyCommand.Create(),
            TemplatesCommand.Create(),
            PreviewCommand.Create(),
            SettingsCommand.Create(),
            KeysCommand.Create(),
            FailuresCommand.Create(),
            StatusCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
        };
        foreach (var option in SettingArguments.Options(args))
        {
            root.Options.Add(option);
        }

        root.SetAction(parsed => EmbeddedHost.RunAsync([.. SettingsOf(parsed)]));
        return root;
    }

    private static Command CreateServe()
    {
        var command = new Command("serve", "Starts the service. Without a command the program does the same.");
        command.SetAction(parsed => EmbeddedHost.RunAsync([.. SettingsOf(parsed)]));
        return command;
    }
}
