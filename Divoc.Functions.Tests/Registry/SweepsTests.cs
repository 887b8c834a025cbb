using Divoc.Functions.Registry;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Registry;

/// <summary>A sweep comes to every document, however short its runs are and wherever its process ends.</summary>
public sealed class SweepsTests
{
    private const string Prefix = "swept/";
    private const string Cursor = "sweeps/test.json";

    private readonly FakeTimeProvider clock = new();
    private readonly InMemoryArtifactStore store;
    private readonly List<string> visited = [];
    private Sweeps sweeps;

    public SweepsTests()
    {
        store = new InMemoryArtifactStore(clock);
        sweeps = Make();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_that_finishes_in_its_first_run_writes_nothing()
    {
        await AddAsync("a", "b", "c");

        await RunAsync(TimeSpan.FromMinutes(25));

        Assert.Equal(["a", "b", "c"], visited);
        Assert.Null(await CursorAsync());
    }

    [Fact]
    public async Task Each_run_continues_after_the_last_one_and_restarts_after_the_last_document()
    {
        await AddAsync("a", "a-b", "b", "c", "d");

        // A document takes ten minutes, so that a run has two of them. In the store's order "a-b.json" comes before "a.json".
        foreach (var expected in (string[][])[["a-b", "a"], ["b", "c"], ["d"], ["a-b", "a"]])
        {
            visited.Clear();
            sweeps = Make();
            await RunAsync(TimeSpan.FromMinutes(20), takes: TimeSpan.FromMinutes(10));
            Assert.Equal(expected, visited);
        }
    }

    /// <summary>The store gives a page of 5,000 at most.</summary>
    [Fact]
    public async Task A_run_can_continue_in_the_middle_of_a_later_page()
    {
        var names = Enumerable.Range(0, ArtifactLimits.MaxPageSize + 300).Select(number => $"{number:D6}").ToArray();
        await AddAsync(names);

        for (var run = 0; run < 6; run++)
        {
            await RunAsync(TimeSpan.FromSeconds(1000), takes: TimeSpan.FromSeconds(1));
        }

        Assert.Equal(names, visited);
    }

    [Fact]
    public async Task A_process_that_stops_during_a_run_loses_at_most_a_minute_of_work()
    {
        await AddAsync("a", "b", "c", "d");

        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(
            TimeSpan.FromMinutes(25),
            takes: TimeSpan.FromSeconds(40),
            fails: name => name == "d" ? new OperationCanceledException() : null));
        visited.Clear();
        await RunAsync(TimeSpan.FromMinutes(25));

        Assert.Equal(["c", "d"], visited);
        Assert.Null(await CursorAsync());
    }

    [Fact]
    public async Task A_failing_document_does_not_stop_the_run_and_an_unavailable_store_ends_it()
    {
        await AddAsync("a", "b", "c");

        await RunAsync(TimeSpan.FromMinutes(25), fails: name => name == "b" ? new InvalidDataException("bad") : null);
        Assert.Equal(["a", "b", "c"], visited);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => RunAsync(TimeSpan.FromMinutes(25), fails: _ => new StoreUnavailableException("out")));
    }

    [Fact]
    public async Task With_a_continuation_that_the_store_rejects_the_sweep_still_visits_every_document()
    {
        using var folder = new TemporaryFolder();
        using var strict = new SqliteArtifactStore(folder.Path, clock);
        await AddAsync(strict, "a", "b", "c");
        sweeps = Make(strict);
        await new SweepCursors(new RegistryDocuments(strict)).NoteAsync("test", new SweepCursor("swept/a", "\t"), Token);

        await RunAsync(TimeSpan.FromMinutes(25));

        Assert.Equal(["b", "c"], visited);
    }

    [Fact]
    public async Task Work_without_a_cursor_stops_at_the_time_limit_without_an_error()
    {
        var run = sweeps.RunAsync("test", token => Task.Delay(Timeout.Infinite, token), Token);
        clock.Advance(Sweeps.LongestRun);
        await run;

        using var stopping = new CancellationTokenSource();
        run = sweeps.RunAsync("test", token => Task.Delay(Timeout.Infinite, token), stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private Sweeps Make(IArtifactStore? other = null)
    {
        var documents = new RegistryDocuments(other ?? store);
        return new Sweeps(documents, new SweepCursors(documents), clock, NullLogger<Sweeps>.Instance);
    }

    private Task RunAsync(TimeSpan longest, TimeSpan takes = default, Func<string, Exception?>? fails = null) => sweeps.RunAsync(
        "test",
        Prefix,
        longest,
        (name, _, _) =>
        {
            visited.Add(name);
            clock.Advance(takes);
            return fails?.Invoke(name) is { } fault ? Task.FromException(fault) : Task.CompletedTask;
        },
        Token);

    private Task AddAsync(params string[] names) => AddAsync(store, names);

    private static async Task AddAsync(IArtifactStore store, params string[] names)
    {
        foreach (var name in names)
        {
            await store.CreateAsync(
                new ArtifactName(ArtifactContainers.Registry, $"{Prefix}{name}.json"),
                new ArtifactContent("{}"u8.ToArray(), "application/json"),
                Token);
        }
    }

    private Task<StoredArtifact?> CursorAsync() => store.GetAsync(new ArtifactName(ArtifactContainers.Registry, Cursor), Token);
}
