using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Benchmarks.Growth;

/// <summary>
/// Fills a store with ledgers and artifacts by the store's own code. The names are as random as real ones. They are written in a few runs,
/// each in the order of the names: that is many times faster than one after the other as they come, and leaves the pages of the index as
/// full as that would, about two thirds, where one run would leave them full and each later write would split one.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="artifactBytes">The size of each certificate's artifacts together.</param>
internal sealed class FilledStore(IArtifactStore store, int artifactBytes)
{
    private const int Runs = 8;
    private const int Writers = 64;

    /// <summary>Credential, image, page and claims.</summary>
    private const int ArtifactsEach = 4;

    private const int EachChunk = ArtifactLimits.MaxTogether / ArtifactsEach;

    private static readonly DateTimeOffset IssuedAt = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(10);

    private readonly string hash = Convert.ToHexStringLower(SHA256.HashData([]));
    private readonly ArtifactContent part = new(RandomNumberGenerator.GetBytes(artifactBytes / ArtifactsEach), "application/octet-stream");
    private int written;
    private long told = Stopwatch.GetTimestamp();

    /// <summary>Writes them.</summary>
    public async Task FillAsync(int ledgers)
    {
        for (var run = 0; run < Runs; run++)
        {
            var numbers = Enumerable.Range(0, (ledgers / Runs) + (run < ledgers % Runs ? 1 : 0)).Select(_ => RandomNumber()).Order();
            await Parallel.ForEachAsync(
                numbers.Chunk(EachChunk), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (chunk, token) =>
                {
                    await Task.WhenAll(
                        store.CreateTogetherAsync([.. chunk.SelectMany(ArtifactsOf)], token),
                        store.CreateTogetherAsync([.. chunk.Select(LedgerOf)], token));
                    Tell(Interlocked.Add(ref written, chunk.Length), ledgers);
                });
        }
    }

    private static UInt128 RandomNumber() => BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));

    private IEnumerable<NamedArtifact> ArtifactsOf(UInt128 number)
    {
        var id = IdOf(number);
        return
        [
            new(CertificateArtifacts.Of(id, "credential.json"), part),
            new(CertificateArtifacts.Qr(id), part),
            new(CertificateArtifacts.Pdf(id), part),
            new(CertificateArtifacts.Claims(id), part),
        ];
    }

    private static string IdOf(UInt128 number) =>
        RandomId.Of([.. BitConverter.GetBytes((ulong)(number >> 64)), .. BitConverter.GetBytes((ulong)number)]);

    /// <summary>Its name is random as a real one is, a hash, and has the same order as the certificate's id.</summary>
    private NamedArtifact LedgerOf(UInt128 number)
    {
        var id = IdOf(number);
        var listed = new ListedCertificate
        {
            Key = new CertificateKey("vaccination", "covid-19-2021", "dose:1"),
            TypeVersion = 1,
            CertificateId = id,
            RequestId = id,
            IssuedAt = IssuedAt,
            Kid = hash[..43],
            TemplateVersion = "vaccination/1",
            Hashes = new ArtifactHashes(
                ("credential.json", hash),
                (CertificateArtifacts.QrFile, hash),
                (CertificateArtifacts.PdfFile, hash),
                (CertificateArtifacts.ClaimsFile, hash)),
            BindingHash = hash,
            ValidUntil = new DateOnly(2027, 1, 5),
            Facts = new EventFacts(JsonElement.Parse(
                """{"date":"2026-01-05T09:00:00.000Z","vaccine":"Covishield","batch":"LOT-1","totalDoses":2,"country":"LKA"}""")),
        };
        var ledger = CertificateLedger.Empty.With(listed).AsRevision(1);
        return new NamedArtifact(
            new ArtifactName(RegistryDocuments.Container, $"{LedgerStore.Prefix}{number:x32}{number:x32}.json"),
            new ArtifactContent(JsonSerializer.SerializeToUtf8Bytes(ledger, LedgerJson.Compact.CertificateLedger), "application/json"));
    }

    private void Tell(int count, int of)
    {
        var last = Volatile.Read(ref told);
        if (Stopwatch.GetElapsedTime(last) > BetweenWords && Interlocked.CompareExchange(ref told, Stopwatch.GetTimestamp(), last) == last)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} of {of:N0} ledgers"));
        }
    }
}
