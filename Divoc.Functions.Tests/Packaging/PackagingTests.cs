using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Generated;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>What is deployed to Azure says of the functions what the code says.</summary>
[Trait("Kind", "Slow")]
public sealed partial class PackagingTests(PackedApp app) : IClassFixture<PackedApp>
{
    private const string ServiceBusExtension = "Microsoft.Azure.WebJobs.Extensions.ServiceBus";

    /// <summary>Extensions that the Functions host has built in; any other must be packed.</summary>
    private static readonly string[] BuiltIn = ["httpTrigger", "http", "timerTrigger"];

    [Fact]
    public async Task Functions_metadata_lists_the_functions_of_the_code_with_their_bindings()
    {
        var packed = (await ReadAsync("functions.metadata"))
            .AsArray()
            .ToDictionary(function => Text(function!["name"]), function => function!);
        var code = await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("");

        Assert.Equal(code.Select(function => function.Name!).Order(StringComparer.Ordinal), packed.Keys.Order(StringComparer.Ordinal));
        foreach (var function in code)
        {
            var found = packed[function.Name!];
            Assert.Equal(function.EntryPoint, Text(found["entryPoint"]));
            Assert.Equal("Divoc.Functions.dll", Text(found["scriptFile"]));
            Assert.Equal("dotnet-isolated", Text(found["language"]));
            Assert.Equal(
                function.RawBindings!.Select(binding => Facts(JsonNode.Parse(binding)!)).Order(StringComparer.Ordinal),
                found["bindings"]!.AsArray().Select(binding => Facts(binding!)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_worker_configuration_starts_the_packaged_program()
    {
        var description = (await ReadAsync("worker.config.json"))["description"]!;

        Assert.Equal("dotnet-isolated", Text(description["language"]));
        Assert.Equal("dotnet", Text(description["defaultExecutablePath"]));
        Assert.True(File.Exists(app.PathOf(Text(description["defaultWorkerPath"]))));
        Assert.Equal("true", Text(description["workerIndexing"]));
    }

    [Fact]
    public async Task The_extensions_of_all_bindings_are_packaged_except_the_one_missing_from_the_feed()
    {
        var extensions = (await ReadAsync("extensions.json"))["extensions"]!.AsArray();
        var bindings = (await ReadAsync("functions.metadata"))
            .AsArray()
            .SelectMany(function => function!["bindings"]!.AsArray())
            .Select(binding => Text(binding!["type"]))
            .Distinct();

        Assert.Equal(["serviceBusTrigger"], bindings.Except(BuiltIn));
        Assert.DoesNotContain(
            extensions, extension => Text(extension!["typeName"]).StartsWith(ServiceBusExtension, StringComparison.Ordinal));
        Assert.All(extensions, extension => Assert.True(File.Exists(app.PathOf(Text(extension!["hintPath"])))));
    }

    [Fact]
    public async Task Host_settings_are_packaged_and_local_settings_are_not()
    {
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "host.json"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(app.PathOf("host.json"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(app.PathOf("local.settings.json")));
    }

    [Fact]
    public void Only_the_native_libraries_of_one_platform_and_the_symbols_of_the_program_are_packaged()
    {
        Assert.True(File.Exists(app.PathOf("libSkiaSharp.so")));
        Assert.False(Directory.Exists(app.PathOf("runtimes")));
        Assert.Equal(["Divoc.Functions.pdb"], Directory.EnumerateFiles(app.PathOf(), "*.pdb").Select(Path.GetFileName));
        Assert.InRange(
            Directory.EnumerateFiles(app.PathOf(), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length),
            1,
            64 * 1024 * 1024);
    }

    [Fact]
    public async Task Packaging_restores_the_packages_of_its_lock_file()
    {
        const string lockFile = "packages.packaging.lock.json";
        Assert.True(File.Exists(app.PathOf("host.json")));

        Assert.Equal(
            await File.ReadAllTextAsync(
                Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", lockFile), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(app.Source.PathOf("Divoc.Functions", lockFile), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("true", "", true)]
    [InlineData("true", "false", false)]
    [InlineData("false", "", false)]
    public async Task Packaging_requests_the_Service_Bus_extension_unless_it_is_disabled(string packaging, string extension, bool expected)
    {
        var (exitCode, told) = await app.Source.RunAsync(
            $"dotnet msbuild Divoc.Functions -getItem:AssemblyAttribute -p:FunctionsPackaging={packaging} "
            + $"-p:PackServiceBusExtension={extension}");

        Assert.True(exitCode == 0, told);
        Assert.Equal(expected, told.Contains(ServiceBusExtension, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_local_settings_the_build_packages_by_default_and_an_environment_variable_can_disable_this()
    {
        const string ask = "dotnet msbuild Divoc.Functions -getProperty:FunctionsPackaging -getProperty:BaseIntermediateOutputPath";
        var (_, byItself) = await app.Source.RunAsync(ask);
        var (_, told) = await app.Source.RunAsync(ask, ("FunctionsPackaging", "false"));

        var packing = JsonNode.Parse(byItself)!["Properties"]!;
        Assert.Equal("true", Text(packing["FunctionsPackaging"]));
        Assert.EndsWith("/obj/packaging/", $"/{Text(packing["BaseIntermediateOutputPath"])}", StringComparison.Ordinal);
        var plain = JsonNode.Parse(told)!["Properties"]!;
        Assert.Equal("false", Text(plain["FunctionsPackaging"]));
        Assert.EndsWith("/obj/", $"/{Text(plain["BaseIntermediateOutputPath"]).Replace('\\', '/')}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_local_settings_the_plain_build_works_beside_the_packaged_build()
    {
        var packed = app.PathOf("functions.metadata");
        var (exitCode, told) = await app.Source.RunAsync(
            "dotnet build Divoc.Functions -o plain -v quiet", ("FunctionsPackaging", "false"), ("RestoreLockedMode", "true"));

        Assert.True(exitCode == 0, told);
        Assert.True(File.Exists(app.Source.PathOf("plain", "Divoc.Functions.dll")));
        Assert.False(File.Exists(app.Source.PathOf("plain", "worker.config.json")));
        Assert.True(File.Exists(packed));
    }

    [Fact]
    public async Task The_pipeline_packages_with_the_same_command_pinned_actions_and_least_privilege()
    {
        var pipeline = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, ".github", "workflows", "ci.yml"), TestContext.Current.CancellationToken);

        Assert.Contains($"run: {PackedApp.Command}\n", pipeline, StringComparison.Ordinal);
        Assert.Contains("-p:FunctionsPackaging=true", PackedApp.Command, StringComparison.Ordinal);
        Assert.Contains("run: ./test.sh --most-skipped 180\n", pipeline, StringComparison.Ordinal);
        Assert.Contains("\npermissions:\n  contents: read\n\n", pipeline, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, ".github", "workflows")), file =>
        {
            var workflow = File.ReadAllText(file);
            Assert.NotEmpty(Action().Matches(workflow));
            Assert.All(Action().Matches(workflow), action => Assert.Matches("^[0-9a-f]{40} # v", action.Groups[1].Value));
            Assert.Contains("\npermissions:\n  contents: read\n\n", workflow, StringComparison.Ordinal);
        });
    }

    /// <summary>What a binding says, in one line: the generators write it twice in two forms, but the facts are the same.</summary>
    private static string Facts(JsonNode binding)
    {
        string[] names = ["type", "direction", "route", "authLevel", "methods", "queueName", "connection", "schedule"];
        return string.Join("; ", names.Where(name => binding[name] is not null).Select(name => $"{name}={binding[name]!.ToJsonString()}"));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private async Task<JsonNode> ReadAsync(string file) =>
        JsonNode.Parse(await File.ReadAllTextAsync(app.PathOf(file), TestContext.Current.CancellationToken))!;

    [GeneratedRegex(@"uses: [\w-]+/[\w-]+@(.*)$", RegexOptions.Multiline)]
    private static partial Regex Action();
}
