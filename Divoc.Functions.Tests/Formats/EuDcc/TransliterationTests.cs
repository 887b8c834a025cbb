using System.Text;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Rendering;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Names in A to Z. The examples are those of the standard and of passports.</summary>
public sealed class TransliterationTests
{
    [Theory]
    [InlineData("Jiřina-Maria Alena", "JIRINA<MARIA<ALENA")]
    [InlineData("D'Artagnan", "DARTAGNAN")]
    [InlineData("D’Artagnan", "DARTAGNAN")]
    [InlineData("Gößinger", "GOESSINGER")]
    [InlineData("Þórður Ægir", "THORDUR<AEGIR")]
    [InlineData("Nguyễn Thị Ơn", "NGUYEN<THI<ON")]
    [InlineData("Łukasz Đặng Øster Œuvre ẞ Ħ Ŧ Ŋ ı", "LUKASZ<DANG<OESTER<OEUVRE<SS<H<T<N<I")]
    [InlineData("Müller-Lüdenscheidt, Å.", "MUELLER<LUEDENSCHEIDT<AA")]
    [InlineData("  Anna   Maria -- Berg ", "ANNA<MARIA<BERG")]
    [InlineData("O\u200Dluwas\u0323e\u0323un", "OLUWASEUN")]
    [InlineData("Юлия Щеглова", "IULIIA<SHCHEGLOVA")]
    [InlineData("عبّاس", "EBBAS")]
    [InlineData("فضّة", "FXDZXDZXAH")]
    [InlineData("فضَّة", "FXDZXDZXAH")]
    [InlineData("محمد", "MXHMD")]
    [InlineData("فاطمة‌زهرا", "FAXTTMXTAZHRA")]
    [InlineData("Μπάμπης Αγγελόπουλος", "BAMPIS<ANGELOPOULOS")]
    [InlineData("Ευαγγελία Καΐρης Μαΐου", "EVANGELIA<KAIRIS<MAIOU")]
    [InlineData("Αύρα Ταϋγέτη Λευτέρης", "AVRA<TAYGETI<LEFTERIS")]
    public void A_name_is_transliterated_as_in_passports(string name, string expected)
    {
        Assert.Equal(expected, Of(name));
        Assert.Equal(expected, Of(Decomposed(name)));
    }

    [Theory]
    [InlineData("ukr", "Єлизавета Їжак", "YELYZAVETA<YIZHAK")]
    [InlineData("ukr", "Соловйов Григорій", "SOLOVIOV<HRYHORII")]
    [InlineData("srp", "Жељко Ћирић", "ZELJKO<CIRIC")]
    [InlineData("mkd", "Ѓорѓи", "GJORGJI")]
    [InlineData("bul", "Щерев", "SHTEREV")]
    public void Cyrillic_is_transliterated_by_the_language_that_is_set(string language, string name, string expected)
    {
        Assert.Equal(expected, new Transliteration(new EuDccOptions { NameLanguage = language }).Of(name));
    }

    [Theory]
    [InlineData("अनीता शर्मा")]
    [InlineData("王小明")]
    [InlineData("கமலா")]
    [InlineData("Anna 王")]
    [InlineData("Anna 2")]
    [InlineData("A+B")]
    [InlineData("𐐀𐐁")]
    [InlineData("😀")]
    [InlineData("ڜ")]
    [InlineData("'-")]
    [InlineData("")]
    public void A_character_that_is_in_no_table_is_refused_and_never_dropped(string name) => Assert.Null(Of(name));

    [Fact]
    public void Settings_choose_a_transliteration_where_the_standard_leaves_it_to_countries()
    {
        var options = new EuDccOptions { Letters = { ["Ü"] = "UXX", ["Å"] = "A" } };

        Assert.Equal("UXXNAL<ARE<OEZ", new Transliteration(options).Of("Ünal Åre Öz"));
        Assert.True(new EuDccOptionsValidator().Validate(null, options).Succeeded);
        Assert.True(new EuDccOptionsValidator().Validate(null, new EuDccOptions { Letters = { ["Ü"] = "Y" } }).Failed);
        Assert.True(new EuDccOptionsValidator().Validate(null, new EuDccOptions { Letters = { ["É"] = "E" } }).Failed);
        Assert.True(new EuDccOptionsValidator().Validate(null, new EuDccOptions { NameLanguage = "ukrainian" }).Failed);
    }

    [Fact]
    public void A_long_name_is_cut_and_ends_with_a_letter()
    {
        Assert.Equal(new string('A', 79), Of(new string('a', 79) + " b"));
        Assert.Equal(80, Of(new string('ß', 70))!.Length);
    }

    [Fact]
    public void Every_transliteration_in_the_table_consists_of_letters()
    {
        var table = TransliterationTable.Embedded;
        var all = table.Latin.Values.SelectMany(choices => choices)
            .Concat(table.Cyrillic.Values.SelectMany(letter => letter.ByLanguage.Values.Concat(letter.AtStart.Values).Append(letter.Usual)))
            .Concat(table.Arabic.Values).Concat(table.Greek.Values);

        Assert.All(all, written => Assert.True(written.All(char.IsAsciiLetterUpper)));
        Assert.Equal(["bel", "bul", "mkd", "srp", "ukr"], Transliteration.Languages);
        Assert.Equal((140, 51), (table.Latin.Count, table.Cyrillic.Count));
    }

    [Fact]
    public void Family_and_given_name_are_separate_only_if_both_were_sent()
    {
        var names = new EuNames(new Transliteration(new EuDccOptions()));
        var person = new Recipient { Name = "Jiřina Červenková", Identity = "" };
        var whole = new EuName { Family = "Jiřina Červenková", FamilyTransliterated = "JIRINA<CERVENKOVA" };

        Assert.Equal(whole, names.Of(person, null));
        Assert.Equal(whole, names.Of(person with { FamilyName = "Červenková", GivenName = " " }, null));
        Assert.Equal(
            new EuName { Family = "Červenková", FamilyTransliterated = "CERVENKOVA", Given = "Jiřina", GivenTransliterated = "JIRINA" },
            names.Of(person with { FamilyName = "C\u030Cervenková", GivenName = "Jiřina" }, null));
        Assert.Equal(
            "NAME_NOT_TRANSLITERABLE", Assert.Throws<EventFailedException>(() => names.Of(person with { Name = "王小明" }, null)).Reason);
    }

    [Theory]
    [InlineData(100, 80)]
    [InlineData(80, 80)]
    public void A_text_is_cut_at_80_code_points(int length, int kept)
    {
        Assert.Equal(kept, EuNames.Cut(string.Concat(Enumerable.Repeat("𐐀", length))).EnumerateRunes().Count());
        Assert.Equal(new string('a', 79), EuNames.Cut(new string('a', 79) + "g\u0310\u0311" + new string('b', 40)));
    }

    /// <summary>.NET decomposes nothing where it runs without a culture's data, as here.</summary>
    private static string Decomposed(string text) => string.Concat(text.EnumerateRunes().Select(DecomposedRune));

    private static string DecomposedRune(Rune rune)
    {
        if (!CanonicalForm.TryDecompose(rune.Value, out var first, out var second))
        {
            return rune.ToString();
        }

        return DecomposedRune(new Rune(first)) + (second == 0 ? "" : new Rune(second).ToString());
    }

    private static string? Of(string name) => new Transliteration(new EuDccOptions()).Of(name);
}
