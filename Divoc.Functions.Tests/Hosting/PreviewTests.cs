using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Rendering.Templates;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The preview command as a process of its own.</summary>
[Trait("Kind", "Slow")]
public sealed partial class PreviewTests : IDisposable
{
    private static readonly string Sample = Path.Combine(SharedData.RepositoryRoot, "samples", "certify-v1.json");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Preview_writes_an_image_and_a_PDF_of_a_sample()
    {
        await using var preview = Launch(Write("utopia.template.json", TemplateFiles.Small().ToJsonString()), "--data", Sample);

        Assert.Equal(0, await preview.WaitForExitAsync());
        Assert.Equal("", preview.StandardError);
        Assert.Contains(
            "Ishara Wendakoon Code LKM-2021-004417",
            Scanner.Text(await File.ReadAllBytesAsync(folder.PathOf("page.pdf"), Token)),
            StringComparison.Ordinal);
        var credential = JsonNode.Parse(
            QrPayload.Decode(Scanner.ScanText(await File.ReadAllBytesAsync(folder.PathOf("page.png"), Token))))!;
        Assert.Equal("RsaSignature2018", credential["proof"]!["type"]!.GetValue<string>());
        Assert.False(Directory.Exists(folder.PathOf("data")));
    }

    [Fact]
    public async Task Preview_shows_the_languages_and_the_lower_doses_of_the_same_request()
    {
        var first = JsonNode.Parse(await File.ReadAllTextAsync(Sample, Token))![0]!;
        var second = first.DeepClone();
        second["vaccination"]!["dose"] = 2;
        first["vaccination"]!["batch"] = "FIRST-LOT";
        var data = Write("both.json", new JsonArray(second, first.DeepClone()).ToJsonString());
        var template = TemplateFiles.BuiltIn("Vaccination");
        await using var preview = Launch(template, "--data", data, "--language", "fr", "--second-language", "en");

        Assert.Equal(0, await preview.WaitForExitAsync());
        var text = Scanner.Text(await File.ReadAllBytesAsync(folder.PathOf("page.pdf"), Token));
        Assert.Contains("Certificat définitif", text, StringComparison.Ordinal);
        Assert.Contains("Final Certificate", text, StringComparison.Ordinal);
        Assert.Contains("FIRST-LOT", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certify-v3.json", "Vaccination", "--as", "v3")]
    [InlineData("certify-test.json", "Test")]
    public async Task Every_sample_can_be_previewed(string sample, string template, params string[] more)
    {
        var path = TemplateFiles.BuiltIn(template);
        await using var preview = Launch([path, "--data", Path.Combine(SharedData.RepositoryRoot, "samples", sample), .. more]);

        Assert.Equal(0, await preview.WaitForExitAsync());
        Assert.Equal("", preview.StandardError);
    }

    [Fact]
    public async Task An_invalid_template_and_invalid_data_are_reported_with_line_numbers()
    {
        var template = TemplateFiles.Small();
        template["kind"] = "x";
        template["colors"]!["accent"] = "y";
        await using var broken = Launch(Write("utopia.template.json", template.ToJsonString()), "--data", Sample);
        Assert.Equal(1, await broken.WaitForExitAsync());
        Assert.Matches(
            @"utopia\.template\.json at /kind: must be one of .*\n.*utopia\.template\.json at /colors/accent: must be a colour",
            broken.StandardError);

        var data = Write("data.json", """[{"recipient":{}}]""");
        await using var empty = Launch(Write("utopia.template.json", TemplateFiles.Small().ToJsonString()), "--data", data);
        Assert.Equal(1, await empty.WaitForExitAsync());
        Assert.Contains("data.json at /0/vaccination:", empty.StandardError, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("page.png")));
    }

    [Fact]
    public async Task An_invalid_command_line_is_reported()
    {
        await using var preview = ProgramProcess.Launch(folder.PathOf("data"), ["preview", "x.json"]);

        Assert.Equal(2, await preview.WaitForExitAsync());
        Assert.Contains("'--data' is required", preview.StandardError, StringComparison.Ordinal);
        Assert.Contains("preview --help", preview.StandardError, StringComparison.Ordinal);
    }

    /// <summary>Which shapes there are is known once the template has told its kind.</summary>
    [Fact]
    public async Task An_error_about_an_unknown_shape_lists_the_shapes_of_the_type()
    {
        await using var preview = Launch(TemplateFiles.BuiltIn("Vaccination"), "--data", Sample, "--as", "v2");

        Assert.Equal(1, await preview.WaitForExitAsync());
        Assert.Contains("--as, which must be one of v1, v3.", preview.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_mode_renders_after_each_save_and_reports_each_problem()
    {
        var template = TemplateFiles.Small();
        var path = Write("utopia.template.json", template.ToJsonString());
        await using var preview = Launch(path, "--data", Sample, "--watch");
        await Eventually.HoldsAsync(() => preview.StandardOutput.Contains("Wrote", StringComparison.Ordinal));

        Write("utopia.template.json", "{ not yet");
        await Eventually.HoldsAsync(() => preview.StandardError.Contains("utopia.template.json: is not JSON", StringComparison.Ordinal));

        template["labels"]!["en"]!["ministry"] = "Ministry of Wonders";
        Write("utopia.template.json", template.ToJsonString());
        await Eventually.HoldsAsync(() => preview.StandardOutput.Split("Wrote").Length == 3);
        Assert.Contains(
            "Ministry of Wonders", Scanner.Text(await File.ReadAllBytesAsync(folder.PathOf("page.pdf"), Token)), StringComparison.Ordinal);

        Write("Utopia-Regular.ttf", "saved too");
        await Eventually.HoldsAsync(() => preview.StandardOutput.Split("Wrote").Length == 4);

        await preview.InterruptAsync();
        Assert.Equal(0, await preview.WaitForExitAsync());
    }

    [Fact]
    public async Task The_example_in_the_documentation_is_a_valid_template()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "templates.md"), Token);
        var example = JsonBlock().Match(document).Groups[1].Value;
        await using var preview = Launch(Write("vaccination.template.json", example), "--data", Sample);

        Assert.Equal(0, await preview.WaitForExitAsync());
        Assert.Equal("", preview.StandardError);
        var text = Scanner.Text(await File.ReadAllBytesAsync(folder.PathOf("page.pdf"), Token));
        Assert.StartsWith("Republic of Utopia", text, StringComparison.Ordinal);
        Assert.Contains("Ishara Wendakoon", text, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private ProgramProcess Launch(params string[] arguments)
    {
        return ProgramProcess.Launch(folder.PathOf("data"), ["preview", .. arguments, "--out", folder.PathOf("page.png")]);
    }

    private string Write(string name, string content)
    {
        // Renamed into its place, as editors save, so that the watcher never meets half a file.
        var path = folder.PathOf(name);
        File.WriteAllBytes(path + ".new", Encoding.UTF8.GetBytes(content));
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
