using SkiaSharp;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>
/// How certificates look. A page that differs from its committed picture fails, and is written beside the test program, to be looked at and, if it is what
/// was meant, copied over.
/// </summary>
public sealed class CertificatePictureTests
{
    private const int VisibleDifference = 64;
    private const double Tolerance = 0.002;

    public static TheoryData<string> Names => [.. Pages.Keys];

    private static readonly Dictionary<string, (CertificatePageInput Input, string Language, string Second)> Pages = new()
    {
        ["vaccination-first-dose"] = (Input(SampleCredential.Vaccination()), "en", ""),
        ["vaccination-final-dose"] = (Input(SampleCredential.Vaccination(3, 3), 2), "en", ""),
        ["vaccination-booster"] = (Input(SampleCredential.Vaccination(3), 2), "en", ""),
        ["test-result"] = (Input(SampleCredential.Test()), "en", ""),
        ["long-name"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", LongName), 1), "en", ""),
        ["english-french"] = (Input(SampleCredential.Vaccination(2), 1), "en", "fr"),
        ["english-hindi"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "अनिता शर्मा"), 1), "en", "hi"),
        ["sinhala-tamil"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "නදීෂා පෙරේරා"), 1), "si", "ta"),
        ["arabic"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "ليلى حسن الهاشمي"), 1), "ar", ""),
    };

    private static string LongName => "Maria Anunciação Evangelista de los Ángeles Wickramasinghe-Oberhausen Rodríguez y Fernández-Montesinos van der Westhuizen"[..120];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_looks_as_its_committed_picture(string name)
    {
        var (input, language, second) = Pages[name];
        var painted = Renderers.Paint(Renderers.Draw(Renderers.Create(Renderers.BuiltIn(language, second)), input));
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName, $"{name}.png");
        File.WriteAllBytes(target, painted);

        var committed = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Rendering", "Pictures", $"{name}.png");
        Assert.True(File.Exists(committed), $"There is no committed picture; look at {target}.");
        using var expected = SKBitmap.Decode(committed);
        using var actual = SKBitmap.Decode(painted);
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        var differing = expected.Pixels.Zip(actual.Pixels).Count(pair => Differs(pair.First, pair.Second));
        Assert.True(differing <= Tolerance * expected.Pixels.Length, $"{differing} pixels differ; look at {target}.");
    }

    [Fact]
    public void The_comparison_tells_one_changed_word()
    {
        var first = Renderers.Paint(Renderers.Draw(Input(SampleCredential.Vaccination())));
        var other = Renderers.Paint(Renderers.Draw(Input(SampleCredential.Vaccination().WithSubject("name", "Somebody Else-Altogether"))));
        using var one = SKBitmap.Decode(first);
        using var two = SKBitmap.Decode(other);

        Assert.True(one.Pixels.Zip(two.Pixels).Count(pair => Differs(pair.First, pair.Second)) > Tolerance * one.Pixels.Length);
    }

    private static bool Differs(SKColor one, SKColor other)
    {
        return Math.Abs(one.Red - other.Red) > VisibleDifference || Math.Abs(one.Green - other.Green) > VisibleDifference || Math.Abs(one.Blue - other.Blue) > VisibleDifference;
    }

    private static CertificatePageInput Input(SampleCredential sample, int earlierDoses = 0)
    {
        var doses = Enumerable.Range(1, earlierDoses).Select(dose => new EarlierDose(dose, 2, "Covishield", $"LOT-33{dose}7", new DateTimeOffset(2025, dose, 5, 9, 0, 0, TimeSpan.Zero), "LKA"));
        return new CertificatePageInput(sample.Bytes, [.. doses], null);
    }
}
