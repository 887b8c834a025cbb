namespace Divoc.Functions.Tests.Rendering;

/// <summary>How certificates look.</summary>
public sealed class CertificatePictureTests
{
    public static TheoryData<string> Names => [.. Pages.Keys];

    private static readonly Dictionary<string, (CertificatePageInput Input, string Language, string Second)> Pages = new()
    {
        ["vaccination-first-dose"] = (Input(SampleCredential.Vaccination()), "en", ""),
        ["vaccination-final-dose"] = (Input(SampleCredential.Vaccination(3, 3), 2), "en", ""),
        ["vaccination-booster"] = (Input(SampleCredential.Vaccination(3), 2), "en", ""),
        ["test-result"] = (Input(SampleCredential.Test()), "en", ""),
        ["recovery"] = (Input(SampleCredential.Recovery()), "en", ""),
        ["recovery-arabic"] = (Input(SampleCredential.Recovery().WithSubject("name", "ليلى حسن الهاشمي")), "ar", ""),
        ["long-name"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", LongName), 1), "en", ""),
        ["english-french"] = (Input(SampleCredential.Vaccination(2), 1), "en", "fr"),
        ["english-hindi"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "अनिता शर्मा"), 1), "en", "hi"),
        ["sinhala-english"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "නදීෂා පෙරේරා"), 1), "si", "en"),
        ["sinhala-tamil"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "නදීෂා පෙරේරා"), 1), "si", "ta"),
        ["arabic"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "ليلى حسن الهاشمي"), 1), "ar", ""),
        ["arabic-english"] = (Input(SampleCredential.Vaccination(2).WithSubject("name", "ليلى حسن الهاشمي"), 1), "ar", "en"),
    };

    private static string LongName =>
        "Maria Anunciação Evangelista de los Ángeles Wickramasinghe-Oberhausen Rodríguez y Fernández-Montesinos van der Westhuizen"[..120];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_looks_like_its_committed_picture(string name)
    {
        var (input, language, second) = Pages[name];
        var painted = Renderers.Paint(Renderers.Draw(Renderers.Create(Renderers.BuiltIn(language, second)), input));
        CommittedPicture.Check(painted, Path.Combine("Divoc.Functions.Tests", "Rendering", "Pictures", $"{name}.png"));
    }

    [Fact]
    public void The_comparison_detects_one_changed_word()
    {
        var first = Renderers.Paint(Renderers.Draw(Input(SampleCredential.Vaccination())));
        var other = Renderers.Paint(Renderers.Draw(Input(SampleCredential.Vaccination().WithSubject("name", "Somebody Else-Altogether"))));

        Assert.True(CommittedPicture.Differ(first, other));
    }

    private static CertificatePageInput Input(SampleCredential sample, int earlierDoses = 0)
    {
        var doses = Enumerable.Range(1, earlierDoses)
            .Select(dose => new EarlierDose(
                dose, 2, "Covishield", $"LOT-33{dose}7", new DateTimeOffset(2025, dose, 5, 9, 0, 0, TimeSpan.Zero), "LKA"));
        return new CertificatePageInput(sample.Bytes, [.. doses], null);
    }
}
