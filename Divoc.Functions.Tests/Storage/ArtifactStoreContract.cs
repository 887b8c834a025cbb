using System.Globalization;
using System.Text;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage;

/// <summary>What every form of the store must do. Uses nothing but the port.</summary>
public abstract class ArtifactStoreContract : IDisposable
{
    private const string Container = "certificates";

    /// <summary>An empty store with the containers <c>certificates</c> and <c>registry</c>; the same one each time within a test.</summary>
    protected abstract IArtifactStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stored_artifact_is_read_back_with_all_its_properties()
    {
        var name = new ArtifactName(Container, "abc/qr.png");
        var content = new ArtifactContent(
            new byte[] { 0, 1, 255, 0 }, "image/png", new Dictionary<string, string> { ["kid"] = "k 1", ["template2"] = "" });

        var etag = await Store.PutAsync(name, content, Cancel);
        var read = await Store.GetAsync(name, Cancel);
        var properties = await Store.GetPropertiesAsync(name, Cancel);

        Assert.NotNull(read);
        Assert.Equal(content.Bytes.ToArray(), read.Bytes.ToArray());
        foreach (var known in new[] { read.Properties, properties! })
        {
            Assert.Equal(etag, known.ETag);
            Assert.Equal("image/png", known.ContentType);
            Assert.Equal(content.Metadata, known.Metadata);
            Assert.Equal(4, known.Length);
            Assert.Equal(TimeSpan.Zero, known.LastModified.Offset);
        }
    }

    [Fact]
    public async Task A_missing_artifact_reads_as_null()
    {
        await Store.PutAsync(new(Container, "a"), Text("1"), Cancel);

        Assert.Null(await Store.GetAsync(new(Container, "A"), Cancel));
        Assert.Null(await Store.GetAsync(new("registry", "a"), Cancel));
        Assert.Null(await Store.GetPropertiesAsync(new(Container, "ab"), Cancel));
    }

    [Fact]
    public async Task Empty_and_large_artifacts_are_read_back_byte_for_byte()
    {
        var large = new byte[3_000_000];
        new Random(1).NextBytes(large);
        await Store.PutAsync(new(Container, "empty"), new ArtifactContent(Array.Empty<byte>(), "text/plain"), Cancel);
        await Store.PutAsync(new(Container, "large"), new ArtifactContent(large.AsMemory(1, large.Length - 2), "application/pdf"), Cancel);

        Assert.Equal(0, (await Store.GetAsync(new(Container, "empty"), Cancel))!.Bytes.Length);
        var read = (await Store.GetAsync(new(Container, "large"), Cancel))!;
        Assert.True(large.AsSpan(1, large.Length - 2).SequenceEqual(read.Bytes.Span));
    }

    public static TheoryData<int, int> SharedLengths => new()
    {
        { 0, 0 }, { 1, 1 }, { 100, 10 }, { 4_096, 4_096 }, { 5_000, 4_095 }, { 5_000, 4_096 }, { 30_000, 18_000 }, { 30_000, 30_000 },
        { 400_000, 262_144 }, { 400_000, 262_145 }, { 400_000, 400_000 },
    };

    /// <summary>Whatever is shared with others, each artifact has its own bytes, length, ETag and metadata.</summary>
    [Theory]
    [MemberData(nameof(SharedLengths))]
    public async Task Artifacts_with_a_shared_beginning_are_read_back_byte_for_byte(int length, int shared)
    {
        var artifacts = Enumerable.Range(0, 5)
            .Select(number => new NamedArtifact(new(Container, $"{number}/page"), Sharing(number, length, shared)))
            .ToList();
        await Store.CreateAsync(artifacts[0].Name, artifacts[0].Content, Cancel);
        await Store.PutAsync(artifacts[1].Name, artifacts[1].Content, Cancel);
        await Store.CreateTogetherAsync(artifacts[2..4], Cancel);
        var etag = await Store.PutAsync(artifacts[4].Name, Text("before"), Cancel);
        await Store.ReplaceAsync(artifacts[4].Name, artifacts[4].Content, etag, Cancel);

        foreach (var artifact in artifacts)
        {
            await AssertIsAsync(artifact.Name, artifact.Content);
            Assert.Equivalent(
                (await Store.GetAsync(artifact.Name, Cancel))!.Properties, await Store.GetPropertiesAsync(artifact.Name, Cancel));
        }

        Assert.Equal(artifacts.Select(artifact => artifact.Name.Name), (await Store.ListAsync(Container, "", 10, null, Cancel)).Names);
    }

    [Fact]
    public async Task An_artifact_with_a_shared_beginning_stays_intact_when_others_are_deleted_or_replaced()
    {
        var names = Enumerable.Range(0, 4).Select(number => new ArtifactName(Container, $"{number}")).ToList();
        foreach (var (number, name) in names.Index())
        {
            await Store.CreateAsync(name, Sharing(number, 20_000, 18_000), Cancel);
        }

        Assert.True(await Store.DeleteAsync(names[0], Cancel));
        Assert.True(await Store.DeleteAsync(names[3], Cancel));
        await Store.PutAsync(names[1], Text("replaced"), Cancel);

        Assert.Null(await Store.GetAsync(names[0], Cancel));
        Assert.Equal("replaced", await ReadAsync(names[1]));
        Assert.Equal(8, (await Store.GetPropertiesAsync(names[1], Cancel))!.Length);
        await AssertIsAsync(names[2], Sharing(2, 20_000, 18_000));
        Assert.NotNull(await Store.CreateAsync(names[0], Sharing(7, 20_000, 18_000), Cancel));
        await AssertIsAsync(names[0], Sharing(7, 20_000, 18_000));
    }

    [Fact]
    public async Task Concurrent_creations_with_a_shared_beginning_have_one_winner_per_name()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 96).Select(racer => Task.Run(
            () => Store.CreateAsync(new(Container, $"{racer % 12}"), Sharing(racer, 20_000, 18_000), Cancel))));

        foreach (var name in Enumerable.Range(0, 12))
        {
            var winner = Assert.Single(Enumerable.Range(0, 96), racer => racer % 12 == name && won[racer] is not null);
            await AssertIsAsync(new(Container, $"{name}"), Sharing(winner, 20_000, 18_000));
        }
    }

    [Fact]
    public async Task A_put_replaces_content_and_metadata_of_an_artifact_completely()
    {
        var name = new ArtifactName("registry", "document");
        var first = await Store.PutAsync(
            name, new ArtifactContent("one"u8.ToArray(), "text/plain", new Dictionary<string, string> { ["old"] = "1" }), Cancel);
        var second = await Store.PutAsync(name, new ArtifactContent("two"u8.ToArray(), "application/json"), Cancel);

        var read = (await Store.GetAsync(name, Cancel))!;
        Assert.NotEqual(first, second);
        Assert.Equal(second, read.Properties.ETag);
        Assert.Equal("application/json", read.Properties.ContentType);
        Assert.Empty(read.Properties.Metadata);
        Assert.Equal("two", Encoding.UTF8.GetString(read.Bytes.Span));
    }

    [Fact]
    public async Task A_creation_does_not_change_an_existing_artifact()
    {
        var name = new ArtifactName(Container, "one");
        var etag = await Store.CreateAsync(name, Text("first"), Cancel);

        Assert.NotNull(etag);
        Assert.Null(await Store.CreateAsync(name, Text("second"), Cancel));
        Assert.Equal("first", await ReadAsync(name));
        Assert.Equal(etag, (await Store.GetPropertiesAsync(name, Cancel))!.ETag);
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_creations_succeeds()
    {
        var name = new ArtifactName(Container, "race");
        var results = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(racer => Task.Run(() => Store.CreateAsync(name, Text($"{racer}"), Cancel))));

        var winner = Assert.Single(Enumerable.Range(0, 64), racer => results[racer] is not null);
        Assert.Equal($"{winner}", await ReadAsync(name));
    }

    [Fact]
    public async Task A_replacement_requires_the_current_ETag()
    {
        var name = new ArtifactName("registry", "document");
        var first = await Store.PutAsync(name, Text("1"), Cancel);
        var second = await Store.ReplaceAsync(name, Text("2"), first, Cancel);

        Assert.NotNull(second);
        Assert.Null(await Store.ReplaceAsync(name, Text("3"), first, Cancel));
        Assert.Null(await Store.ReplaceAsync(new("registry", "other"), Text("3"), second, Cancel));
        Assert.Equal("2", await ReadAsync(name));
        Assert.Equal(second, (await Store.GetPropertiesAsync(name, Cancel))!.ETag);
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_replacements_succeeds()
    {
        var name = new ArtifactName("registry", "race");
        var etag = await Store.PutAsync(name, Text("before"), Cancel);
        var results = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(racer => Task.Run(() => Store.ReplaceAsync(name, Text($"{racer}"), etag, Cancel))));

        var winner = Assert.Single(Enumerable.Range(0, 64), racer => results[racer] is not null);
        Assert.Equal($"{winner}", await ReadAsync(name));
    }

    /// <summary>
    /// Each writer signs its count, as ledgers hold the order of each entry: a store that has to repeat a call on a busy machine can't tell
    /// its own write from an equal one of somebody else.
    /// </summary>
    [Fact]
    public async Task No_update_is_lost_among_concurrent_read_and_replace_writers()
    {
        var name = new ArtifactName("registry", "counter");
        await Store.PutAsync(name, Text("0 of nobody"), Cancel);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var done = 0; done < 10;)
            {
                var read = (await Store.GetAsync(name, Cancel))!;
                var next = CountOf(Encoding.UTF8.GetString(read.Bytes.Span)) + 1;
                done += await Store.ReplaceAsync(name, Text($"{next} of {writer}"), read.Properties.ETag, Cancel) is null ? 0 : 1;
            }
        })));

        Assert.Equal(80, CountOf(await ReadAsync(name)));

        static int CountOf(string text) => int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task An_ETag_is_not_reused_after_delete_and_create()
    {
        var name = new ArtifactName("registry", "again");
        var etags = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            etags.Add((await Store.CreateAsync(name, Text("same"), Cancel))!);
            Assert.True(await Store.DeleteAsync(name, Cancel));
            Assert.Null(await Store.ReplaceAsync(name, Text("late"), etags[^1], Cancel));
        }

        Assert.Equal(3, etags.Distinct().Count());
        Assert.Null(await Store.GetAsync(name, Cancel));
    }

    [Fact]
    public async Task A_deletion_reports_whether_the_artifact_existed()
    {
        var name = new ArtifactName(Container, "gone");
        await Store.PutAsync(name, Text("1"), Cancel);
        await Store.PutAsync(new(Container, "gone/below"), Text("2"), Cancel);

        Assert.True(await Store.DeleteAsync(name, Cancel));
        Assert.False(await Store.DeleteAsync(name, Cancel));
        Assert.Null(await Store.GetAsync(name, Cancel));
        Assert.Equal("2", await ReadAsync(new(Container, "gone/below")));
    }

    [Fact]
    public async Task A_conditional_deletion_deletes_only_the_version_that_was_read()
    {
        var name = new ArtifactName("registry", "once");
        var first = await Store.PutAsync(name, Text("1"), Cancel);
        var second = await Store.PutAsync(name, Text("2"), Cancel);

        foreach (var other in new[] { first, "", "*", "no etag" })
        {
            Assert.False(await Store.DeleteAsync(name, other, Cancel));
        }

        Assert.Equal("2", await ReadAsync(name));
        Assert.True(await Store.DeleteAsync(name, second, Cancel));
        Assert.False(await Store.DeleteAsync(name, second, Cancel));
        Assert.Null(await Store.GetAsync(name, Cancel));
    }

    [Fact]
    public async Task The_write_check_leaves_no_artifacts()
    {
        await Store.CheckWritableAsync(Cancel);
        await Store.CheckWritableAsync(Cancel);

        foreach (var container in ArtifactContainers.All)
        {
            Assert.Empty((await Store.ListAsync(container, "", 10, null, Cancel)).Names);
        }
    }

    [Fact]
    public async Task Artifacts_created_together_all_exist()
    {
        NamedArtifact[] parts = [Part("x/credential.json"), Part("x/qr.png"), Part("x/certificate.pdf")];

        Assert.Empty(await Store.CreateTogetherAsync(parts, Cancel));
        foreach (var part in parts)
        {
            Assert.Equal(part.Name.Name, await ReadAsync(part.Name));
        }
    }

    [Fact]
    public async Task The_first_artifact_of_a_group_decides_whether_the_group_is_created()
    {
        await Store.CreateAsync(new(Container, "x/credential.json"), Text("older"), Cancel);

        var there = await Store.CreateTogetherAsync([Part("x/credential.json"), Part("x/qr.png")], Cancel);

        Assert.Equal([new(Container, "x/credential.json")], there);
        Assert.Equal("older", await ReadAsync(new(Container, "x/credential.json")));
        Assert.Null(await Store.GetAsync(new(Container, "x/qr.png"), Cancel));
    }

    [Fact]
    public async Task An_existing_later_artifact_of_a_group_is_kept_and_the_others_are_written()
    {
        await Store.CreateAsync(new(Container, "x/qr.png"), Text("older"), Cancel);

        var there = await Store.CreateTogetherAsync([Part("x/credential.json"), Part("x/qr.png"), Part("x/certificate.pdf")], Cancel);

        Assert.Equal([new(Container, "x/qr.png")], there);
        Assert.Equal("older", await ReadAsync(new(Container, "x/qr.png")));
        Assert.Equal("x/credential.json", await ReadAsync(new(Container, "x/credential.json")));
        Assert.Equal("x/certificate.pdf", await ReadAsync(new(Container, "x/certificate.pdf")));
    }

    [Fact]
    public async Task Of_concurrent_groups_with_the_same_first_artifact_exactly_one_is_created_completely()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(racer => Task.Run(() => Store.CreateTogetherAsync(
            [new(new(Container, "y/credential.json"), Text($"{racer}")), new(new(Container, $"y/{racer}"), Text("part"))],
            Cancel))));

        var winner = Assert.Single(Enumerable.Range(0, 32), racer => results[racer].Count == 0);
        var listed = await Store.ListAsync(Container, "y/", 100, null, Cancel);
        Assert.Equal([$"y/{winner}", "y/credential.json"], listed.Names);
    }

    [Fact]
    public async Task Names_are_listed_by_prefix_in_pages_and_ordinal_order()
    {
        string[] names = ["a", "a-b", "a.b", "a/1", "a/10", "a/2", "a/Z", "a/_", "a/a", "a/~", "ab", "b/1"];
        foreach (var name in names.Reverse())
        {
            await Store.PutAsync(new("registry", name), Text(name), Cancel);
        }

        await Store.PutAsync(new(Container, "a/other"), Text("other"), Cancel);

        Assert.Equal(names, await ListAsync("", 5));
        Assert.Equal(names, await ListAsync("", 12));
        Assert.Equal(["a/1", "a/10", "a/2", "a/Z", "a/_", "a/a", "a/~"], await ListAsync("a/", 1));
        Assert.Equal(["a/1", "a/10"], await ListAsync("a/1", 2));
        Assert.Empty(await ListAsync("c", 2));
    }

    [Fact]
    public async Task Many_concurrent_callers_find_everything_that_they_wrote()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                Assert.NotNull(await Store.CreateAsync(new(Container, $"{caller}/{turn}"), Text($"{caller} {turn}"), Cancel));
            }
        })));

        for (var caller = 0; caller < 64; caller++)
        {
            for (var turn = 0; turn < 10; turn++)
            {
                Assert.Equal($"{caller} {turn}", await ReadAsync(new(Container, $"{caller}/{turn}")));
            }
        }
    }

    [Theory]
    [InlineData("ab", "name")]
    [InlineData("Registry", "name")]
    [InlineData("registry", "")]
    [InlineData("registry", "/name")]
    [InlineData("registry", "name/")]
    [InlineData("registry", "a//b")]
    [InlineData("registry", "../secret")]
    [InlineData("registry", "a\\b")]
    [InlineData("registry", "a b")]
    [InlineData("registry", "ä")]
    [InlineData("registry", "a\n")]
    public async Task A_name_that_some_stores_do_not_support_is_refused(string container, string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(new(container, name), Text("1"), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(new(container, name), Cancel));
    }

    [Fact]
    public async Task Content_larger_than_the_limits_is_refused()
    {
        var name = new ArtifactName("registry", "bounds");
        ArtifactContent[] refused =
        [
            new(new byte[ArtifactLimits.MaxBytes + 1], "text/plain"),
            new(Array.Empty<byte>(), ""),
            new(Array.Empty<byte>(), "text/plain", new Dictionary<string, string> { ["Upper"] = "1" }),
            new(Array.Empty<byte>(), "text/plain", new Dictionary<string, string> { ["2nd"] = "1" }),
            new(Array.Empty<byte>(), "text/plain", new Dictionary<string, string> { ["name"] = "é" }),
            new(Array.Empty<byte>(), "text/plain", new Dictionary<string, string> { ["name"] = new('x', 9000) }),
            new(new byte[100], "text/plain") { SharedLength = 101 },
            new(new byte[100], "text/plain") { SharedLength = -1 },
        ];
        foreach (var content in refused)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.CreateAsync(name, content, Cancel));
        }

        Assert.Null(await Store.GetAsync(name, Cancel));
    }

    [Fact]
    public async Task Invalid_groups_and_page_sizes_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CreateTogetherAsync([], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CreateTogetherAsync([Part("a"), Part("a")], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.CreateTogetherAsync([Part("a"), new(new("registry", "b"), Text("1"))], Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync("registry", "", 0, null, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync("registry", "", 5001, null, Cancel));
        Assert.Empty((await Store.ListAsync(Container, "", 10, null, Cancel)).Names);
    }

    [Fact]
    public async Task A_call_cancelled_before_it_starts_writes_nothing()
    {
        var name = new ArtifactName("registry", "never");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.PutAsync(name, Text("1"), new CancellationToken(canceled: true)));

        Assert.Null(await Store.GetAsync(name, Cancel));
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private static ArtifactContent Text(string text) => new(Encoding.UTF8.GetBytes(text), "text/plain");

    [Fact]
    public async Task A_foreign_continuation_never_returns_names_outside_the_prefix()
    {
        foreach (var name in new[] { "a/1", "b/1", "b/2", "c/1" })
        {
            await Store.PutAsync(new("registry", name), Text("1"), Cancel);
        }

        foreach (var continuation in new[] { "a/", "a/1", "b/1", "c/1", "-" })
        {
            try
            {
                var page = await Store.ListAsync("registry", "b/", 10, continuation, Cancel);
                Assert.All(page.Names, name => Assert.StartsWith("b/", name, StringComparison.Ordinal));
            }
            catch (ArgumentException refused)
            {
                Assert.Equal("continuation", refused.ParamName);
            }
        }
    }

    /// <summary>Bytes of which the first are the same for all numbers, and the others not.</summary>
    private static ArtifactContent Sharing(int number, int length, int shared)
    {
        var bytes = new byte[length];
        new Random(shared).NextBytes(bytes.AsSpan(0, shared));
        new Random(100_000 + number).NextBytes(bytes.AsSpan(shared));
        return new ArtifactContent(bytes, "application/pdf", new Dictionary<string, string> { ["number"] = $"{number}" })
        {
            SharedLength = shared,
        };
    }

    private static NamedArtifact Part(string name) => new(new(Container, name), Text(name));

    private async Task AssertIsAsync(ArtifactName name, ArtifactContent content)
    {
        var read = (await Store.GetAsync(name, Cancel))!;
        Assert.True(content.Bytes.Span.SequenceEqual(read.Bytes.Span), $"{name} has other bytes");
        Assert.Equal((content.Bytes.Length, content.ContentType), ((int)read.Properties.Length, read.Properties.ContentType));
        Assert.Equal(content.Metadata, read.Properties.Metadata);
    }

    private async Task<string> ReadAsync(ArtifactName name) => Encoding.UTF8.GetString((await Store.GetAsync(name, Cancel))!.Bytes.Span);

    private async Task<List<string>> ListAsync(string prefix, int pageSize)
    {
        var names = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Store.ListAsync("registry", prefix, pageSize, continuation, Cancel);
            Assert.True(page.Names.Count <= pageSize);
            names.AddRange(page.Names);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return names;
    }
}
