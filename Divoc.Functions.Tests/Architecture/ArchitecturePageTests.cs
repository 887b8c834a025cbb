using System.Text;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>docs/architecture.md shows the rooms as <see cref="RoomsTests"/> holds them.</summary>
public sealed class ArchitecturePageTests
{
    private const string Update = "DIVOC_UPDATE_ROOMS";
    private const string Begin = "<!-- rooms: made by ArchitecturePageTests -->\n";
    private const string End = "<!-- end of rooms -->";

    private static readonly string Page = Path.Combine(SharedData.RepositoryRoot, "docs", "architecture.md");

    /// <summary>What each room does, for the table.</summary>
    private static readonly Dictionary<string, string> Purposes = new(StringComparer.Ordinal)
    {
        ["Hosting"] = "runs the functions, as a worker of the Azure Functions host or by itself",
        ["Commands"] = "the command line: `serve`, `certify`, `verify`, `backup` and others",
        ["Portal"] = "serves the web pages; their sources are in `Divoc.Portal`",
        ["Triggers"] =
            "the functions: each reads a call or a message, calls a handler and writes the answer; "
            + "a fetch that signs also asks `PartnerLimit`",
        ["Operations"] =
            "what operators do: health, overview, failed events, backups, keys, ledgers; and a partner's erasure, "
            + "which can discard a failed event",
        ["Intake"] = "from an HTTP body to accepted events: validation, the stored request, sending to the queue; uploaded files",
        ["Issuing"] = "from a queued event to a listed certificate",
        ["Certificates"] = "what is done with an issued certificate: fetch, history, revoke, suspend, reinstate, erase",
        ["Verification"] = "from a presented credential to a verdict with reasons",
        ["Status"] = "which certificates are not valid: the register, and the signed lists that are made from it",
        ["Events"] = "tells subscribers what happened: log, topic, webhooks",
        ["Formats"] = "how a certificate is written, signed, put into QR codes, read and judged; a folder for each format",
        ["Types"] = "what can be certified; a folder for each certificate type",
        ["Ledger"] = "the ledgers, the class that changes them, the port of their subscribers",
        ["Access"] = "who calls, and which certificates the caller may reach",
        ["Registry"] = "the JSON documents of the registry, and the name of each write",
        ["Rendering"] = "templates, PDF pages and QR codes",
        ["LinkedData"] = "JSON-LD, RDF, canonical forms and proofs, with the contexts that come with the program",
        ["Keys"] = "signing keys in a file or in Key Vault, and the documents that publish them",
        ["Storage"] = "the port `IArtifactStore`, over SQLite and over Blob storage",
        ["Messaging"] = "the port `IMessageQueue`, over SQLite and over Service Bus",
        ["Telemetry"] = "metrics and traces",
        ["Sqlite"] = "the engine that the SQLite forms of store and queue share",
        ["Domain"] = "plain data that every room may use",
    };

    [Fact]
    public void The_architecture_page_lists_the_rooms_of_the_dependency_rule()
    {
        var text = File.ReadAllText(Page);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = Table();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(Page, $"{text[..begin]}{expected}{text[end..]}");
            return;
        }

        Assert.True(
            expected == text[begin..end],
            $"The rooms have changed; {Update}=1 with this test writes the table of docs/architecture.md anew. It must be:\n{expected}");
    }

    [Fact]
    public void Each_room_has_a_purpose_and_a_folder()
    {
        var rooms = RoomsTests.Lines.SelectMany(line => line).ToList();

        Assert.Equal(rooms.Order(StringComparer.Ordinal), Purposes.Keys.Order(StringComparer.Ordinal));
        Assert.All(rooms, room => Assert.True(Directory.Exists(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", room)), room));
    }

    private static string Table()
    {
        var table = new StringBuilder("| Line | Room | What it does |\n|---|---|---|\n");
        foreach (var (index, line) in RoomsTests.Lines.Index())
        {
            foreach (var room in line)
            {
                table.Append($"| {index + 1} | `{room}` | {Purposes[room]} |\n");
            }
        }

        table.Append("\nA room may know every room of the lines below its own, and no other room. ");
        return table.Append($"Exceptions: {string.Join(", ", Exceptions())}.\n").ToString();
    }

    /// <summary>What the rule allows beside the lines below.</summary>
    private static IEnumerable<string> Exceptions()
    {
        return from line in RoomsTests.Lines.Index()
               from room in line.Item
               from other in RoomsTests.Lines.Take(line.Index + 1).SelectMany(others => others)
               where room != other && RoomsTests.MayKnow(room, other)
               select $"`{room}` may know `{other}`";
    }
}
