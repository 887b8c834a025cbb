using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Rendering.Templates;

public sealed partial class TemplateSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FolderPath => Path.GetDirectoryName(folder.PathOf("x"))!;

    public static TheoryData<string> Languages => [.. TemplateSet.BuiltInLabels(Renderers.Kinds).Select(file => file.Language)];

    [Fact]
    public void The_expected_languages_are_built_in()
    {
        Assert.Equal(
            ["ar", "en", "es", "fr", "hi", "id", "pt", "si", "ta"],
            TemplateSet.BuiltInLabels(Renderers.Kinds).Select(file => file.Language));
        Assert.Equal(["ar"], TemplateSet.BuiltInLabels(Renderers.Kinds).Where(file => file.IsRightToLeft).Select(file => file.Language));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_built_in_language_has_all_labels_with_the_same_placeholders_as_English(string language)
    {
        var files = TemplateSet.BuiltInLabels(Renderers.Kinds);
        var english = files.Single(file => file.Language == "en").Labels;
        var other = files.Single(file => file.Language == language).Labels;

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, label => Assert.Equal(Placeholders(label.Value), Placeholders(other[label.Key])));
    }

    [Theory]
    [InlineData("en", "")]
    [InlineData("fr", "en")]
    [InlineData("id", "es")]
    [InlineData("ta", "si")]
    [InlineData("ar", "pt")]
    [InlineData("en", "hi")]
    [InlineData("pt", "")]
    public void The_built_in_pages_fit_the_longest_values_in_two_languages(string language, string second)
    {
        var templates = Renderers.BuiltIn(language, second);

        Assert.True(TemplateFit.HasRoom(templates.Of(OwnTypes.Vaccination.Page), Renderers.Fonts));
        Assert.True(TemplateFit.HasRoom(templates.Of(OwnTypes.Test.Page), Renderers.Fonts));
        Assert.True(TemplateFit.HasRoom(templates.Of(OwnTypes.Recovery.Page), Renderers.Fonts));
    }

    [Fact]
    public void A_template_that_needs_more_than_a_page_is_refused_at_start()
    {
        var template = TemplateFiles.Small();
        for (var block = 0; block < 4; block++)
        {
            var fields = Enumerable.Range(0, 24)
                .Select(index => JsonNode.Parse($$"""{"label":"code","value":"/meta/{{block}}-{{index}}","rank":"primary"}"""));
            template["blocks"]!.AsArray()
                .Insert(2, new JsonObject { ["type"] = "fields", ["columns"] = 1, ["fields"] = new JsonArray([.. fields]) });
        }

        Write("utopia.template.json", template);

        var exception = Assert.Throws<OptionsValidationException>(() => Validate(("Divoc:Templates", FolderPath)));

        Assert.Contains("utopia.template.json at /blocks: need more than one page", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_in_the_folder_replaces_the_built_in_template_of_its_kind()
    {
        Write("utopia.template.json", TemplateFiles.Small());
        var renderer = Renderers.Create(TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds));

        var vaccination = renderer.Render(Renderers.Input(SampleCredential.Vaccination().WithSubject("refId", "ref-88213").Bytes));
        var test = renderer.Render(Renderers.Input(SampleCredential.Test().Bytes));

        Assert.Equal("utopia/1", vaccination.TemplateVersion);
        Assert.Equal("test/3", test.TemplateVersion);
        Scanner.Check(vaccination.Pdf);
        var text = Scanner.Text(vaccination.Pdf);
        Assert.StartsWith(
            "Republic of Utopia, Ministry of Health Vaccination Certificate Nadeesha Perera Code REF-88213",
            text,
            StringComparison.Ordinal);
        Assert.Contains("Vaccine Covishield Next dose Ask for the next dose", text, StringComparison.Ordinal);
        Assert.EndsWith("Dose 1 was given at no charge.", text.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, false, false)]
    [InlineData(3, true, false)]
    public void Conditions_can_test_dose_and_kind(int dose, bool hasVaccine, bool hasNext)
    {
        Write("utopia.template.json", TemplateFiles.Small());
        var input = new CertificatePageInput(SampleCredential.Vaccination(dose).Bytes, [], null);

        var text = Scanner.Text(
            Renderers.Create(TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds)).Render(input).Pdf);

        Assert.Equal(hasVaccine, text.Contains("Covishield", StringComparison.Ordinal));
        Assert.Equal(hasNext, text.Contains("Next dose", StringComparison.Ordinal));
    }

    [Fact]
    public void Pointers_can_read_meta_and_earlier_doses_and_a_fact_can_have_a_fallback()
    {
        Write("utopia.template.json", TemplateFiles.Small());
        var renderer = Renderers.Create(TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds));
        var meta = JsonElement.Parse("""{"place":"Port Town","a/b":["x","Hall 7"]}""");
        var earlier = new EarlierDose(1, 2, "Covishield", "L", new DateTimeOffset(2025, 6, 4, 10, 0, 0, TimeSpan.Zero), "LKA");

        Assert.Contains(
            "Country Port Town; Hall 7",
            Scanner.Text(renderer.Render(new CertificatePageInput(SampleCredential.Vaccination(3).Bytes, [], meta)).Pdf),
            StringComparison.Ordinal);
        Assert.Contains(
            "Date 04 Jun 2025",
            Scanner.Text(renderer.Render(new CertificatePageInput(SampleCredential.Vaccination(3).Bytes, [earlier], meta)).Pdf),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_in_the_folder_replace_built_in_labels_and_add_languages()
    {
        var months = string.Join(',', Enumerable.Range(1, 12).Select(month => $"\"M{month}\""));
        folder.Write(
            "en.labels.json",
            Encoding.UTF8.GetBytes($$"""{"language":"en","months":[{{months}}],"labels":{"label.batch":"Lot number"} }"""));

        var text = Scanner.Text(
            Renderers.Create(TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds))
                .Render(Renderers.Input(SampleCredential.Vaccination().Bytes)).Pdf);

        Assert.Contains("Lot number LOT-4471/B", text, StringComparison.Ordinal);
        Assert.Contains("Date of vaccination 09 M3 2026", text, StringComparison.Ordinal);
        Assert.Contains("Manufacturer Serum Institute", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_languages_are_printed_side_by_side()
    {
        var text = Scanner.Text(
            Renderers.Create(Renderers.BuiltIn("en", "fr")).Render(Renderers.Input(SampleCredential.Vaccination().Bytes)).Pdf);

        Assert.Contains(
            "Provisional Certificate for COVID-19 Vaccination Certificat provisoire de vaccination contre", text, StringComparison.Ordinal);
        Assert.Contains("Gender / Sexe Female", text, StringComparison.Ordinal);
        Assert.Contains("Dose 1 of 2 (1 sur 2)", text, StringComparison.Ordinal);
        Assert.Contains("How to verify / Comment vérifier", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_choose_language_and_folder()
    {
        Write("utopia.template.json", TemplateFiles.Small());
        using var services = Services(("Divoc:Templates", FolderPath), ("Divoc:Pdf:Language", "es"));
        services.GetRequiredService<IStartupValidator>().Validate();

        var rendered = Renderers.Create(services.GetRequiredService<TemplateSet>()).Render(Renderers.Input(SampleCredential.Test().Bytes));

        Assert.Contains("Certificado de resultado de prueba", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
        Assert.Contains("/Lang (es)", Encoding.Latin1.GetString(rendered.Pdf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Divoc:Pdf:Language", "tlh", "no labels for the language 'tlh'; known are ar, en")]
    [InlineData("Divoc:Pdf:SecondLanguage", "xx", "no labels for the language 'xx'")]
    [InlineData("Divoc:Templates", "/nowhere/at/all", "/nowhere/at/all: can't be read")]
    public void Invalid_settings_are_refused_at_start(string setting, string value, string message)
    {
        Assert.Contains(
            message, Assert.Throws<OptionsValidationException>(() => Validate((setting, value))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_an_unknown_file_name_or_two_templates_of_one_kind_is_refused()
    {
        Assert.Contains(
            "has 0 files",
            Assert.Throws<TemplateException>(() => TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds)).Message,
            StringComparison.Ordinal);

        Write("one.template.json", TemplateFiles.Small());
        Write("two.template.json", TemplateFiles.Small());
        Assert.Contains(
            "two.template.json at /kind: is the same as that of",
            Assert.Throws<TemplateException>(() => TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds)).Message,
            StringComparison.Ordinal);

        Write("vaccination.json", TemplateFiles.Small());
        Assert.Contains(
            "vaccination.json: must be named",
            Assert.Throws<TemplateException>(() => TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_PNG_logo_is_printed_without_transparency()
    {
        using var bitmap = new SkiaSharp.SKBitmap(
            new SkiaSharp.SKImageInfo(40, 20, SkiaSharp.SKColorType.Rgba8888, SkiaSharp.SKAlphaType.Unpremul));
        bitmap.Erase(new SkiaSharp.SKColor(255, 0, 0, 128));
        using var png = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        var template = TemplateFiles.Small();
        template["logo"] = new JsonObject { ["png"] = Convert.ToBase64String(png.ToArray()) };
        Write("utopia.template.json", template);

        var pdf = Renderers.Create(TemplateSet.Load(FolderPath, new PageLanguageOptions(), Renderers.Kinds))
            .Render(Renderers.Input(SampleCredential.Vaccination().Bytes)).Pdf;

        Scanner.Check(pdf);
        Assert.Contains("/Subtype /Image", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.DoesNotContain("/SMask", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static void Validate(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddCertificateTypes().AddRendering(configuration)
            .BuildServiceProvider();
    }

    private void Write(string name, JsonObject template) => folder.Write(name, Encoding.UTF8.GetBytes(template.ToJsonString()));

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
