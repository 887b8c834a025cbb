using System.CommandLine;
using Divoc.Functions.Benchmarks.Load;

namespace Divoc.Functions.Benchmarks.Throughput;

/// <summary>What a throughput run is asked for.</summary>
/// <param name="Load">How events come.</param>
/// <param name="WarmUp">Certificates before those that count.</param>
/// <param name="Announces">Whether each partner has a webhook.</param>
/// <param name="FsyncDelay">What each fsync of the service takes longer.</param>
/// <param name="JsonFile">Where the report is written; null for the usual place.</param>
/// <param name="AzureDoubles">Whether a second load follows, over doubles of Service Bus, Key Vault and Blob storage.</param>
/// <param name="VaultLimit">What the double of the vault signs a second at most.</param>
internal sealed record ThroughputOptions(
    LoadOptions Load, int WarmUp, bool Announces, TimeSpan FsyncDelay, string? JsonFile, bool AzureDoubles, int VaultLimit)
{
    private const int UsualSeconds = 60;
    private const int SmokeEvents = 40;

    /// <summary>What a vault of Azure signs a second with RSA-2048 in software: 4,000 in ten seconds.</summary>
    private const int UsualVaultLimit = 400;

    /// <summary>The command.</summary>
    /// <param name="run">Does it.</param>
    public static Command Command(Func<ThroughputOptions, Task<int>> run)
    {
        var (batch, seconds, warmUp) = (LoadArguments.Batch(100), LoadArguments.Seconds(UsualSeconds), LoadArguments.WarmUp());
        var status = new Option<bool>("--status")
        {
            Description = "Asks for the status of each request until it is issued, as part of the load.",
        };
        var events = new Option<int?>("--events") { Description = "So many events instead of a time." };
        var callers = new Option<int?>("--callers") { Description = "Calls at once. Default: 4 with arrays, else 32." };
        var backlog = LoadArguments.Count(
            "--backlog", new LoadOptions().Backlog, "Events that may wait to be issued before no more are sent.");
        var doubles = new Option<bool>("--azure-doubles")
        {
            Description = "A second load over doubles of Service Bus, Key Vault and Blob storage.",
        };
        var limit = LoadArguments.Count(
            "--vault-limit", UsualVaultLimit, "What the double of the vault signs a second; at most half of what was issued without it.");
        var (silent, delay, json) = (LoadArguments.Silent(), LoadArguments.FsyncDelay(), LoadArguments.Json());
        var smoke = new Option<bool>("--smoke") { Description = $"{SmokeEvents} events and hardly a warm-up: only to see that it runs." };
        var command = new Command("throughput", "Certificates a second, everything in it, in the default configuration on SQLite.")
        {
            batch, status, seconds, events, callers, backlog, warmUp, silent, delay, doubles, limit, json, smoke,
        };
        command.SetAction((parsed, _) =>
        {
            var isSmoke = parsed.GetValue(smoke);
            var load = LoadArguments.LoadOf(parsed.GetValue(batch));
            var count = isSmoke ? SmokeEvents : parsed.GetValue(events);
            return run(new ThroughputOptions(
                load with
                {
                    Callers = parsed.GetValue(callers) ?? load.Callers,
                    Backlog = parsed.GetValue(backlog),
                    Events = count,
                    Duration = count is null ? TimeSpan.FromSeconds(parsed.GetValue(seconds)) : TimeSpan.MaxValue,
                    AsksStatus = parsed.GetValue(status),
                },
                isSmoke ? SmokeEvents : parsed.GetValue(warmUp),
                !parsed.GetValue(silent),
                parsed.GetValue(delay),
                parsed.GetValue(json),
                parsed.GetValue(doubles),
                parsed.GetValue(limit)));
        });
        return command;
    }
}
