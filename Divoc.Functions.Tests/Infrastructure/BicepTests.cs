using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Infrastructure;

[Trait("Kind", "Slow")]
public sealed class BicepTests
{
    /// <summary>The files that are deployed; the compiler reads the modules with them.</summary>
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(BicepCompiler.Folder, "*.bicep*")
        .Where(file => !file.EndsWith(".json", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(BicepCompiler.Folder, file))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_Bicep_file_compiles_without_messages(string file)
    {
        var (template, told) = await BicepCompiler.DeployedAsync(file);

        Assert.Equal("", told);
        Assert.NotNull(template);
    }

    [Fact]
    public void Every_module_is_used()
    {
        var all = string.Concat(
            Directory.EnumerateFiles(BicepCompiler.Folder, "*.bicep", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.All(
            Directory.EnumerateFiles(Path.Combine(BicepCompiler.Folder, "modules")),
            module => Assert.Contains($"{Path.GetFileName(module)}'", all, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("param unused string", "no-unused-params")]
    [InlineData(
        "output key string = listKeys(resourceId('Microsoft.Storage/storageAccounts', 'a'), '2025-01-01').keys[0].value",
        "outputs-should-not-contain-secrets")]
    [InlineData(
        "resource a 'Microsoft.Storage/storageAccounts@2025-01-01' = { name: 'abcd', location: 'westeurope', kind: 'StorageV2', sku: "
        + "{ name: 'Standard_LRS' } }",
        "no-hardcoded-location")]
    public async Task A_linter_finding_is_an_error(string line, string rule)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(BicepCompiler.Folder, "bicepconfig.json"), folder.PathOf("bicepconfig.json"));
        await File.WriteAllTextAsync(folder.PathOf("bad.bicep"), line + "\n", TestContext.Current.CancellationToken);

        var (template, told) = await BicepCompiler.BuildAsync(folder.PathOf("bad.bicep"));

        Assert.Null(template);
        Assert.Contains($"Error {rule}", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    [InlineData("main.bicepparam")]
    public async Task Every_parameter_file_sets_the_parameters_without_a_default(string file)
    {
        var template = await BicepCompiler.MainAsync();
        var (compiled, _) = await BicepCompiler.DeployedAsync(file);
        var given = JsonNode.Parse(compiled!["parametersJson"]!.GetValue<string>())!["parameters"]!
            .AsObject()
            .Select(parameter => parameter.Key);

        var needed = template["parameters"]!.AsObject()
            .Where(parameter => parameter.Value!["defaultValue"] is null && parameter.Value["nullable"] is null)
            .Select(parameter => parameter.Key);
        Assert.Empty(needed.Except(given));
    }

    /// <summary>Without an operator's key nobody can look at failures in Azure, so azd must be able to enter one.</summary>
    [Fact]
    public async Task Azd_reads_topic_collector_and_operator_from_its_environment()
    {
        var file = Path.Combine(BicepCompiler.Folder, "main.bicepparam");
        var hash = new string('a', 64);
        var (unset, _) = await BicepCompiler.DeployedAsync("main.bicepparam");
        var (set, _) = await BicepCompiler.BuildAsync(
            file,
            [
                .. BicepCompiler.OfAzd, .. BicepCompiler.Names, ("DIVOC_EVENT_TOPIC", "true"),
                ("DIVOC_OTLP_ENDPOINT", "https://collector.example.org:4317"), ("DIVOC_OPERATOR_KEY_SHA256", hash),
            ]);

        Assert.Equal((false, "", "{}"), GivenBy(unset!));
        Assert.Equal((true, "https://collector.example.org:4317", $$"""{"Divoc__Operators__duty__KeySha256":"{{hash}}"}"""), GivenBy(set!));
    }

    [Fact]
    public async Task Production_is_closed_to_the_internet_and_is_redundant_and_monitored()
    {
        var (compiled, _) = await BicepCompiler.DeployedAsync("prod.bicepparam");
        var parameters = JsonNode.Parse(compiled!["parametersJson"]!.GetValue<string>())!["parameters"]!;

        Assert.True(parameters["privateNetworking"]!["value"]!.GetValue<bool>());
        Assert.True(parameters["hardwareKeys"]!["value"]!.GetValue<bool>());
        Assert.Equal("Standard_GZRS", parameters["certificateStorageSku"]!["value"]!.GetValue<string>());
        Assert.NotEqual("", parameters["alertEmail"]!["value"]!.GetValue<string>());
    }

    private static (bool EventTopic, string OtlpEndpoint, string ExtraSettings) GivenBy(JsonObject compiled)
    {
        var parameters = JsonNode.Parse(compiled["parametersJson"]!.GetValue<string>())!["parameters"]!;
        return (
            parameters["eventTopic"]!["value"]!.GetValue<bool>(), parameters["otlpEndpoint"]!["value"]!.GetValue<string>(),
            parameters["extraSettings"]!["value"]!.ToJsonString());
    }
}
