using System.CommandLine;
using Divoc.Functions.Commands.Service;

namespace Divoc.Functions.Commands;

/// <summary>The commands for the register of certificates that are not valid.</summary>
internal static class StatusCommand
{
    private const string Route = "/operations/status/rebuild";

    /// <summary>The command with its own below it.</summary>
    public static Command Create() => new("status", "Rebuilds the register of certificates that are not valid.") { CreateRebuild() };

    private static Command CreateRebuild()
    {
        var server = ServiceAccess.ServerOption();
        var command = new Command("rebuild", "Rebuilds the register, and those of formats, from the ledgers. Run it after the store was "
            + "restored from a backup. It can be stopped and run again.") { server };
        command.SetAction(parsed => CommandRun.RunAsync(stop => RebuildAsync(parsed, parsed.GetValue(server), stop)));
        return command;
    }

    private static async Task<int> RebuildAsync(ParseResult parsed, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, server, stop);
        var (ledgers, statuses) = await CommandProgress.RunAsync("Ledgers", null, async progress =>
        {
            int read = 0, written = 0;
            string? next = null;
            do
            {
                var part = await service.PostAsync(next is null ? Route : $"{Route}?from={Uri.EscapeDataString(next)}", [], stop);
                read += part["ledgers"]!.GetValue<int>();
                written += part["statuses"]!.GetValue<int>();
                next = part["next"]?.ToString();
                progress(read);
            }
            while (next is not null);
            return (read, written);
        });
        await Console.Out.WriteLineAsync($"Ledgers read: {ledgers}. Entries written: {statuses}.");
        return CommandRun.Done;
    }
}
