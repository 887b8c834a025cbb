using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Commands.Service;

namespace Divoc.Functions.Commands.Certify;

/// <summary>A file with a JSON array of events. An invalid event ends the command: its author can correct the file.</summary>
internal sealed class JsonEvents(JsonArray events) : EventFile
{
    /// <inheritdoc/>
    public override int Count => events.Count;

    /// <inheritdoc/>
    public override string What => "Events";

    /// <inheritdoc/>
    public override string Place => "index";

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">It can't be read, is too large, or has no JSON array with events.</exception>
    public static async Task<JsonEvents> ReadAsync(string file, CancellationToken stop)
    {
        try
        {
            return JsonNode.Parse(await BytesOfAsync(file, stop)) is JsonArray { Count: > 0 } events
                ? new JsonEvents(events)
                : throw new CommandException($"{file} is not a JSON array with events.");
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{file} is not JSON (line {exception.LineNumber + 1}).", exception);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<IReadOnlyList<EventLine>> IssueAsync(
        EventIssuer issuer, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var chunk in events.Index().Chunk(EventsPerCall))
        {
            var call = new JsonArray([.. chunk.Select(happened => happened.Item?.DeepClone())]);
            yield return await issuer.IssueAsync(
                JsonSerializer.SerializeToUtf8Bytes(call, CommandJson.Default.JsonArray),
                [.. chunk.Select(happened => happened.Index)],
                stop);
        }
    }
}
