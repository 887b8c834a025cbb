using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Storage.Blob;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage.Blob;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Benchmarks.Status;

/// <summary>
/// Registers many certificates that are not valid and looks at what is published of them: time, bytes and signatures a shard, and whether
/// memory stays as it is. The store is SQLite in a temporary folder, or with <c>--blob</c> the double of Blob storage in this process.
/// </summary>
internal static class StatusRun
{
    private const int Chunk = 100;

    /// <summary>So many chunks are written at once.</summary>
    private const int Writers = 64;

    private static readonly byte[] Body = """{"form":1,"certificateId":"abcdefghijklmnopqrstuvwxyz"}"""u8.ToArray();
    private static readonly Dictionary<string, string> Metadata = new()
    {
        ["revision"] = "2",
        ["state"] = nameof(RegisteredState.Revoked),
        ["dropafter"] = "2099-12-31",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (entries, shards) = (
            LoadArguments.Count("--entries", 10_000_000, "Certificates that are registered."),
            LoadArguments.Count("--shards", 64, "Shards that are looked at."));
        var blob = new Option<bool>("--blob") { Description = "Over the double of Blob storage." };
        var command = new Command("status", "What is published of many certificates that are not valid: time, bytes and memory a shard.")
        {
            entries,
            shards,
            blob,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(entries), parsed.GetValue(shards), parsed.GetValue(blob)));
        return command;
    }

    private static async Task<int> RunAsync(int entries, int shards, bool overBlobs)
    {
        using var folder = new TemporaryFolder();
        await using var account = overBlobs ? await BlobStorageDouble.StartAsync() : null;
        await using var services = BenchmarkServices.Create(collection =>
        {
            collection.AddKeyFileSigningKeys(folder.Path);
            if (account is null)
            {
                collection.AddSingleton<IArtifactStore>(new SqliteArtifactStore(folder.Path, TimeProvider.System));
            }
            else
            {
                collection.AddBlobArtifactStore(new ConfigurationBuilder().AddInMemoryCollection(
                    [KeyValuePair.Create(
                        $"{BlobStorageOptions.SectionName}:{nameof(BlobStorageOptions.ConnectionString)}",
                        (string?)account.ConnectionString)])
                    .Build());
            }
        });
        var began = Stopwatch.GetTimestamp();
        var names = Names(entries);
        await (account is null ? FillAsync(services.GetRequiredService<IArtifactStore>(), names) : FillAsync(account, names));
        names = [];
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Say($"{entries:N0} certificates registered in {seconds:N0} s; the store's file has {SizeOf(folder.Path):N0} MiB");
        await LookAsync(services, shards);
        return 0;
    }

    private static async Task LookAsync(ServiceProvider services, int shards)
    {
        var publisher = services.GetRequiredService<StatusPublisher>();
        var began = Stopwatch.GetTimestamp();
        await publisher.PublishAsync(null, CancellationToken.None);
        var length = (await services.GetRequiredService<StatusLengths>().GetAsync(CancellationToken.None)).Length;
        var all = (int)Math.Pow(16, length);
        Say($"the first index: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:N0} ms; {length} hex digits, {all:N0} shards");
        if (length == 0)
        {
            return;
        }

        await publisher.PublishShardAsync(NameOf(1, length), null, CancellationToken.None);
        GC.Collect();
        var (before, allocated) = (Environment.WorkingSet, GC.GetTotalAllocatedBytes());
        var (made, times, bytes) = (Math.Min(shards, all - 2), new List<double>(), 0L);
        var peak = 0L;
        for (var number = 0; number < made; number++)
        {
            began = Stopwatch.GetTimestamp();
            var shard = await publisher.PublishShardAsync(NameOf(2 + (number * ((all - 2) / made)), length), null, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            bytes += shard!.Bytes.Length;
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        times.Sort();
        var signatures = all / (StatusLife().TotalDays / 2);
        var median = times[made / 2];
        Say($"a shard, made and signed ({made} of them): median {median:N1} ms, longest {times[^1]:N1} ms, {bytes / made:N0} bytes");
        Say($"allocated for one: {(GC.GetTotalAllocatedBytes() - allocated) / made / 1024:N0} KiB");
        Say($"working set before {before / (1 << 20):N0} MiB, at most {peak / (1 << 20):N0} MiB meanwhile");
        var together = bytes / made * (double)all / (1 << 20);
        Say($"all shards together: {together:N0} MiB; signatures a day where nothing changes: {signatures:N0}");
        began = Stopwatch.GetTimestamp();
        var known = await publisher.PublishShardAsync(NameOf(2, length), null, CancellationToken.None);
        var looked = Stopwatch.GetTimestamp();
        await publisher.PublishShardAsync(NameOf(2, length), known, CancellationToken.None);
        Say($"looking at one again where nothing changed: {Stopwatch.GetElapsedTime(looked).TotalMilliseconds:N1} ms");

        TimeSpan StatusLife() => services.GetRequiredService<IOptions<RevocationOptions>>().Value.Lifetime * 0.875;
    }

    /// <summary>In their order, so that the file is written from its beginning to its end.</summary>
    private static string[] Names(int count)
    {
        var hashes = new string[count];
        Parallel.For(0, count, number =>
            hashes[number] = $"{StatusRegister.Prefix}{Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))}.json");
        Array.Sort(hashes, StringComparer.Ordinal);
        return hashes;
    }

    private static Task FillAsync(BlobStorageDouble account, string[] names)
    {
        var headers = Metadata.ToDictionary(pair => $"x-ms-meta-{pair.Key}", pair => pair.Value);
        foreach (var name in names)
        {
            account.Fill(
                RegistryDocuments.Container,
                name,
                new DoubledBlob(new DoubledContent(Body.Length, () => Body), "application/json", "", headers));
        }

        return Task.CompletedTask;
    }

    private static async Task FillAsync(IArtifactStore store, string[] names)
    {
        var content = new ArtifactContent(Body, "application/json", Metadata);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Writers };
        await Parallel.ForEachAsync(names.Chunk(Chunk), options, async (chunk, token) =>
            await store.CreateTogetherAsync(
                [.. chunk.Select(name => new NamedArtifact(new ArtifactName(RegistryDocuments.Container, name), content))], token));
    }

    private static string NameOf(int number, int length) => number.ToString($"x{length}", CultureInfo.InvariantCulture);

    private static long SizeOf(string folder) =>
        Directory.EnumerateFiles(folder, "artifacts.db*").Sum(file => new FileInfo(file).Length) / (1 << 20);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
