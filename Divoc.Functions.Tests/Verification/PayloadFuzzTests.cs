using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.LinkedData;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Verification;

/// <summary>
/// Whatever is presented, there is a verdict or a refusal, soon, and nothing but the certificate itself is valid. DIVOC_FUZZ_INPUTS sets
/// how many inputs are tried and DIVOC_FUZZ_SEED where the dice begin; what came out is written to the test's output.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class PayloadFuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int DefaultInputs = 50_000;
    private const int Batch = 500;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private static readonly string[] Fragments =
    [
        "null", "true", "-0", "1e999", "0.5", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{}", "[]", "[null]", "{\"@id\":\"x:y\"}",
        "{\"@value\":1}", "\"@context\":{},", "{\"a\":1,\"a\":2}", ",", ":", "\"",
        "\\", "}", "]", "é", "\u0085", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "PK\u0003\u0004", "..", "=", "eyJhbGciOiJub25lIn0",
        "\"b64\":true",
    ];

    private readonly VerificationBench bench = new();
    private readonly ConcurrentDictionary<string, int> outcomes = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Changed_archives_codes_credentials_and_signatures_never_cause_a_crash_a_hang_or_a_valid_verdict()
    {
        var inputs = Setting("DIVOC_FUZZ_INPUTS", DefaultInputs);
        var seed = Setting("DIVOC_FUZZ_SEED", 20_261_124);
        byte[][] credentials =
        [
            await bench.IssueAsync(CertificateShape.VaccinationV1),
            await bench.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV3, "PE-3003")),
            await bench.IssueAsync(CertificateShape.Test),
        ];
        var hashes = credentials.Select(credential => HashOf(credential)!).ToHashSet();
        var longest = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();
        for (var start = 0; start < inputs; start += Batch * 20)
        {
            var batches = Enumerable.Range(start / Batch, Math.Min(20, (inputs - start + Batch - 1) / Batch));
            var times = new ConcurrentBag<TimeSpan>();
            await Parallel.ForEachAsync(
                batches,
                TestContext.Current.CancellationToken,
                async (batch, _) => times.Add(await RunAsync(new Random(seed + batch), credentials, hashes)));
            longest = times.Append(longest).Max();
            Report(start + (Batch * 20), inputs, watch.Elapsed);
        }

        output.WriteLine(
            $"seed {seed}, {watch.Elapsed.TotalSeconds:F0} s, slowest input {longest.TotalMilliseconds:F0} ms: "
            + $"{string.Join(", ", outcomes.OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Key} {outcome.Value}"))}");
        Assert.True(longest < TimeLimit, $"One input took {longest}.");
        Assert.All(new[] { PayloadException.NotACertificate, "Invalid", "Valid" }, outcome => Assert.Contains(outcome, outcomes.Keys));
    }

    /// <summary>Tries a batch; returns what the slowest input took.</summary>
    private async Task<TimeSpan> RunAsync(Random dice, byte[][] credentials, HashSet<string> hashes)
    {
        var slowest = TimeSpan.Zero;
        for (var count = 0; count < Batch; count++)
        {
            var input = Input(dice, credentials[dice.Next(credentials.Length)]);
            var watch = Stopwatch.StartNew();
            outcomes.AddOrUpdate(await TryAsync(input, hashes), 1, static (_, before) => before + 1);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        return slowest;
    }

    private async Task<string> TryAsync(byte[] input, HashSet<string> hashes)
    {
        try
        {
            var verdict = await bench.VerifyAsync(input);
            Assert.True(
                verdict.Status == VerificationStatus.Invalid
                    ? verdict is { Reasons.Count: > 0, Summary: null }
                    : hashes.Contains(HashOf(PayloadOf(input)) ?? ""),
                $"{verdict.Status} is wrong for {Convert.ToBase64String(input)}");
            return verdict.Status.ToString();
        }
        catch (PayloadException refused)
        {
            return refused.Code;
        }
    }

    private static byte[] Input(Random dice, byte[] credential) => dice.Next(10) switch
    {
        0 => Noise(dice),
        1 or 2 => Changed(dice, QrPayload.Pack(credential)),
        3 => Changed(dice, Archive(dice, ChangedJson(dice, credential))),
        4 or 5 => ChangedText(dice, QrPayload.ToText(QrPayload.Pack(credential))),
        6 or 7 => ChangedSignature(dice, credential),
        8 => Changed(dice, credential),
        _ => ChangedJson(dice, credential),
    };

    private static byte[] Noise(Random dice)
    {
        var noise = new byte[dice.Next(400)];
        dice.NextBytes(noise);
        string[] beginnings = ["", "{", "PK", "PK\u0003\u0004", " \n{\"proof\":"];
        return [.. Encoding.UTF8.GetBytes(beginnings[dice.Next(beginnings.Length)]), .. noise];
    }

    /// <summary>A few bytes set, a piece cut out or doubled.</summary>
    private static byte[] Changed(Random dice, byte[] bytes)
    {
        var changed = bytes.ToArray();
        switch (dice.Next(4))
        {
            case 0:
                return changed[..dice.Next(changed.Length)];
            case 1:
                var (start, end) = (dice.Next(changed.Length), dice.Next(changed.Length));
                return [.. changed[..Math.Max(start, end)], .. changed[Math.Min(start, end)..]];
            default:
                for (var count = dice.Next(4); count >= 0; count--)
                {
                    // Headers lie at the ends of an archive.
                    var near = dice.Next(3) switch
                    {
                        0 => dice.Next(Math.Min(60, changed.Length)),
                        1 => changed.Length - 1 - dice.Next(Math.Min(110, changed.Length)),
                        _ => dice.Next(changed.Length),
                    };
                    changed[near] = (byte)(dice.Next(3) == 0
                        ? changed[near] ^ (1 << dice.Next(8))
                        : dice.Next(4) switch { 0 => 0, 1 => 255, _ => dice.Next(256) });
                }

                return changed;
        }
    }

    private static byte[] ChangedText(Random dice, string text)
    {
        var characters = new StringBuilder(text);
        for (var count = dice.Next(4); count > 0; count--)
        {
            var at = dice.Next(characters.Length);
            switch (dice.Next(3))
            {
                case 0:
                    characters[at] = (char)dice.Next(0x120);
                    break;
                case 1:
                    characters.Remove(at, Math.Min(dice.Next(1, 4), characters.Length - at));
                    break;
                default:
                    characters.Insert(at, dice.Next(2) == 0 ? "\r\n" : "\uFEFF");
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(characters.ToString());
    }

    private static byte[] ChangedJson(Random dice, byte[] credential)
    {
        var text = Encoding.UTF8.GetString(credential);
        for (var count = dice.Next(3); count >= 0; count--)
        {
            var at = dice.Next(text.Length);
            text = dice.Next(4) switch
            {
                0 => text.Insert(at, Fragments[dice.Next(Fragments.Length)]),
                1 => text.Remove(at, Math.Min(dice.Next(30), text.Length - at)),
                2 => text[..at] + Fragments[dice.Next(Fragments.Length)] + text[Math.Min(text.Length, at + dice.Next(30))..],
                _ => text.Replace(":\"" + (char)dice.Next('A', 'z'), ":\"" + (char)dice.Next('A', 'z'), StringComparison.Ordinal),
            };
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Header, full stops and signature of the JWS, and the members about it.</summary>
    private static byte[] ChangedSignature(Random dice, byte[] credential)
    {
        var text = Encoding.UTF8.GetString(credential);
        var start = text.IndexOf("\"proof\":", StringComparison.Ordinal);
        var proof = new StringBuilder(text[start..]);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/\"\\{}";
        for (var count = dice.Next(3); count >= 0; count--)
        {
            var at = dice.Next(proof.Length - 2);
            _ = dice.Next(3) switch
            {
                0 => proof.Remove(at, 1),
                1 => proof.Insert(at, Alphabet[dice.Next(Alphabet.Length)]),
                _ => proof.Remove(at, 1).Insert(at, Alphabet[dice.Next(Alphabet.Length - 4)]),
            };
        }

        return Encoding.UTF8.GetBytes(text[..start] + proof);
    }

    private static byte[] Archive(Random dice, byte[] content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var count = dice.Next(8) == 0 ? 2 : 1; count > 0; count--)
            {
                using var entry = zip.CreateEntry(dice.Next(8) == 0 ? "other.json" : QrPayload.EntryName, (CompressionLevel)dice.Next(4))
                    .Open();
                entry.Write(dice.Next(8) == 0 ? new byte[dice.Next(200_000)] : content);
            }
        }

        return target.ToArray();
    }

    private static byte[] PayloadOf(byte[] input)
    {
        using var document = PayloadReader.Read(input);
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement);
    }

    private static string? HashOf(byte[] credential)
    {
        using var document = JsonDocument.Parse(credential);
        return Convert.ToHexString(SHA256.HashData(JsonCanonicalizer.Canonicalize(document.RootElement)));
    }

    private static int Setting(string name, int otherwise)
    {
        return int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
    }

    private void Report(int done, int inputs, TimeSpan elapsed)
    {
        if (inputs > DefaultInputs && done % (inputs / 10) < Batch * 20)
        {
            output.WriteLine(
                $"{Math.Min(done, inputs)} inputs, {elapsed.TotalSeconds:F0} s, "
                + $"{GC.GetTotalMemory(forceFullCollection: true) / 1024 / 1024} MiB managed, "
                + $"{Environment.WorkingSet / 1024 / 1024} MiB in all");
        }
    }
}
