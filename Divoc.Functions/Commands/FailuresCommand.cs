using System.CommandLine;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Operations;

namespace Divoc.Functions.Commands;

/// <summary>The commands for failed events.</summary>
internal static class FailuresCommand
{
    private const string Route = "/operations/failures";

    /// <summary>The command with its own below it.</summary>
    public static Command Create() => new("failures", "Lists, replays and discards events that failed.")
    {
        CreateList(),
        CreateReplay(),
        CreateDiscard(),
    };

    private static Command CreateList()
    {
        var asJson = new Option<bool>("--json") { Description = "Prints one line of JSON for each." };
        var server = ServiceAccess.ServerOption();
        var command = new Command("list", "Lists what failed, and why.") { asJson, server };
        command.SetAction(parsed => CommandRun.RunAsync(stop => ListAsync(parsed, parsed.GetValue(asJson), parsed.GetValue(server), stop)));
        return command;
    }

    private static Command CreateReplay()
    {
        var ids = new Argument<string[]>("CERTIFICATE")
        {
            Description = "The certificate ids of the events.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var reason = new Option<string?>("--reason") { Description = "All that failed for this reason.", HelpName = "WORD" };
        var all = new Option<bool>("--all") { Description = "All that failed." };
        var server = ServiceAccess.ServerOption();
        var command = new Command("replay", "Tries failed events again: those with some ids, those with one reason, or all. Remove the "
            + "cause first.") { ids, reason, all, server };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(ids) is { Length: > 0 }, result.GetValue(reason) is not null, result.GetValue(all) }
                .Count(given => given)
                != 1)
            {
                result.AddError("Give certificate ids, --reason or --all: only one of the three.");
            }
        });
        command.SetAction(parsed => CommandRun.RunAsync(
            stop => ReplayAsync(parsed, OrderOf(parsed.GetValue(ids)!, parsed.GetValue(reason)), parsed.GetValue(server), stop)));
        return command;
    }

    private static Command CreateDiscard()
    {
        var ids = new Argument<string[]>("CERTIFICATE")
        {
            Description = "The certificate ids of the events.",
            Arity = ArgumentArity.OneOrMore,
        };
        var reason = new Option<string>("--reason") { Description = $"Why, in one line of 1 to {ReplayOrderReader.LongestReason} "
            + "characters, without personal data.", HelpName = "TEXT", Required = true };
        var server = ServiceAccess.ServerOption();
        var command = new Command("discard", "Deletes failed events with all their personal data. This can't be undone.")
        {
            ids,
            reason,
            server,
        };
        command.SetAction(parsed => CommandRun.RunAsync(stop =>
        {
            var order = OrderOf(parsed.GetRequiredValue(ids), null);
            order["reason"] = parsed.GetRequiredValue(reason);
            return DiscardAsync(parsed, order, parsed.GetValue(server), stop);
        }));
        return command;
    }

    private static JsonObject OrderOf(string[] ids, string? reason)
    {
        if (ids.Length > 0)
        {
            return new JsonObject { ["certificateIds"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };
        }

        return reason is null ? new JsonObject { ["all"] = true } : new JsonObject { ["reason"] = reason };
    }

    private static async Task<int> ListAsync(ParseResult parsed, bool asJson, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, server, stop);
        string? next = null;
        do
        {
            var page = await service.GetAsync(
                $"{Route}?count={FailureLister.LargestPage}{(next is null ? "" : $"&from={Uri.EscapeDataString(next)}")}", stop);
            foreach (var failure in page["failures"]!.AsArray())
            {
                await Console.Out.WriteLineAsync(asJson ? CommandJson.LineOf(failure!) : TextOf(failure!));
            }

            next = page["next"]?.ToString();
        }
        while (next is not null);
        return CommandRun.Done;
    }

    private static string TextOf(JsonNode failure)
    {
        var name = failure["certificateId"]?.ToString() ?? $"{failure["place"]} {failure["sequenceNumber"]}";
        return $"{name}  {failure["since"]}  {failure["reason"]}  attempt {failure["attempt"]}  {failure["detail"]}".TrimEnd();
    }

    private static async Task<int> ReplayAsync(ParseResult parsed, JsonObject order, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, server, stop);
        var done = await CommandProgress.RunAsync("Sent again", null, progress => ReplayAsync(service, order, progress, stop));
        await Console.Out.WriteLineAsync(
            $"Sent again: {done.Replayed}. Not sent again: {TextOfLeft(done.Left)}. Not found: "
            + $"{done.NotFound}.{(done.HasMore ? " There are more: run the command again." : "")}");
        return done is { Left: 0, NotFound: 0, HasMore: false } ? CommandRun.Done : CommandRun.Failed;
    }

    /// <summary>A call may reach its limits before it has seen all events, so it is repeated while it makes progress.</summary>
    private static async Task<(int Replayed, int Left, int NotFound, bool HasMore)> ReplayAsync(
        ServiceClient service, JsonObject order, Action<int> progress, CancellationToken stop)
    {
        var replayed = 0;
        while (true)
        {
            var report = await service.PostAsync($"{Route}/replay", order, stop);
            var done = CountOf(report, "replayed") + CountOf(report, "alreadyIssued") + (report["otherMessages"]?.GetValue<int>() ?? 0);
            replayed += done;
            progress(replayed);
            var hasMore = report["more"]!.GetValue<bool>();
            if (!hasMore || done == 0 || order["certificateIds"] is not null)
            {
                return (replayed, CountOf(report, "left"), CountOf(report, "notFound"), hasMore);
            }
        }
    }

    private static async Task<int> DiscardAsync(ParseResult parsed, JsonObject order, string? server, CancellationToken stop)
    {
        await using var service = await ServiceAccess.OpenForOperatorAsync(parsed, server, stop);
        var report = await service.PostAsync($"{Route}/discard", order, stop);
        await Console.Out.WriteLineAsync(
            $"Discarded: {CountOf(report, "discarded")}. Issued already: {CountOf(report, "alreadyIssued")}. Not discarded: "
            + $"{TextOfLeft(CountOf(report, "left"))}. Not found: {CountOf(report, "notFound")}.");
        return CountOf(report, "left") + CountOf(report, "notFound") == 0 ? CommandRun.Done : CommandRun.Failed;
    }

    private static string TextOfLeft(int left) => left == 0 ? "0" : $"{left} (see 'failures list')";

    private static int CountOf(JsonNode report, string name) => report[name]?.AsArray().Count ?? 0;
}
