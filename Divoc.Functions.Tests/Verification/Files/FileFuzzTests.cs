using System.Diagnostics;
using System.Globalization;
using Divoc.Functions.Formats;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Verification.Files;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>
/// Whatever becomes of a PDF or a picture, there is its certificate or a refusal, soon. DIVOC_FUZZ_FILES sets how many are tried and
/// DIVOC_FUZZ_SEED where the dice begin; what came out is written to the test's output.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class FileFuzzTests(FileBench bench, ITestOutputHelper output) : IClassFixture<FileBench>
{
    private const int DefaultFiles = 150;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private static readonly string[] Fragments =
    [
        "obj", "endobj", "stream", "endstream", "<<", ">>", "[", "]", "(", ")", "/Length 99999999", "/Length 5 0 R", "/Filter /FlateDecode",
        "/Type /ObjStm /N 99 /First 5", "/Subtype /Image",
        "/Width 5000 /Height 5000", "/EmbeddedFile", "trailer", "/Encrypt 1 0 R", "1 0 obj", "%", "-1", "1e99", "R", "0 0 R",
        "<</EF <</F 7 0 R>>>>",
    ];

    [Fact]
    public async Task Changed_PDFs_and_pictures_never_cause_a_crash_a_hang_or_another_certificate()
    {
        var credential = SampleCredential.Vaccination().Bytes;
        var pdf = PresentedPdfTests.Page(credential, credential);
        var symbol = CodePictures.SymbolOf(credential);
        byte[][] files =
        [
            pdf, FileBench.Rewritten(pdf, "--object-streams=generate"), FileBench.Rewritten(pdf, "--qdf"),
            FileBench.Rewritten(pdf, "--remove-attachment=credential.json"),
            QrPng.Write(symbol), new CodePictures.Frame(1000, 800) { Code = 760, Degrees = 3 }.Take(symbol),
        ];
        var dice = new Random(Setting("DIVOC_FUZZ_SEED", 20_261_129));
        var outcomes = new Dictionary<string, int>();
        var slowest = TimeSpan.Zero;
        for (var count = Setting("DIVOC_FUZZ_FILES", DefaultFiles); count > 0; count--)
        {
            var changed = Changed(dice, files[dice.Next(files.Length)]);
            var watch = Stopwatch.StartNew();
            var outcome = await TryAsync(changed, credential);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(
            $"slowest {slowest.TotalMilliseconds:F0} ms, {Environment.WorkingSet / 1024 / 1024} MiB: "
            + $"{string.Join(", ", outcomes.OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Key} {outcome.Value}"))}");
        Assert.True(slowest < TimeLimit, $"One file took {slowest}.");
        Assert.True(outcomes.Count > 2, "Nearly all went the same way.");
    }

    private async Task<string> TryAsync(byte[] file, byte[] credential)
    {
        try
        {
            var found = await bench.CredentialInAsync(file);
            var isRight = found.AsSpan().SequenceEqual(credential);

            // A code has corrected its errors or is none. A changed attachment, and a file that is no picture any more, are handed on as
            // they are, for the signature to be judged.
            Assert.True(isRight || FileKinds.Of(file) is not (FileKind.Png or FileKind.Jpeg), "A picture shows another certificate.");
            return isRight ? "right" : "another";
        }
        catch (PayloadException refused)
        {
            return refused.Code;
        }
        catch (InvalidDataException)
        {
            return "damaged archive";
        }
    }

    private static byte[] Changed(Random dice, byte[] bytes)
    {
        var changed = bytes.ToList();
        for (var count = dice.Next(6); count >= 0; count--)
        {
            var at = dice.Next(changed.Count);
            switch (dice.Next(6))
            {
                case 0:
                    changed.RemoveRange(at, Math.Min(dice.Next(40), changed.Count - at));
                    break;
                case 1:
                    changed.InsertRange(at, Fragments[dice.Next(Fragments.Length)].Select(character => (byte)character));
                    break;
                case 2:
                    changed.InsertRange(
                        at, changed.GetRange(Math.Min(at, changed.Count / 2), Math.Min(dice.Next(2_000), changed.Count / 2)));
                    break;
                case 3 when dice.Next(4) == 0:
                    changed.RemoveRange(at, changed.Count - at);
                    break;
                default:
                    changed[at] = (byte)dice.Next(256);
                    break;
            }

            if (changed.Count == 0)
            {
                return [];
            }
        }

        return [.. changed];
    }

    private static int Setting(string name, int otherwise)
    {
        return int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
    }
}
