using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.Hosting;
using static Divoc.Functions.Tests.Infrastructure.ArmTemplate;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>What a deployment to a new subscription needs: providers, names of its own, a value for each parameter, a package.</summary>
[Trait("Kind", "Slow")]
public sealed partial class DeploymentTests : IDisposable
{
    private static readonly string Infrastructure = Path.Combine(SharedData.RepositoryRoot, "infra");
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hook_registers_every_resource_provider_of_the_template()
    {
        var used = ProviderNames(await BicepCompiler.MainAsync()).Distinct().Order(StringComparer.Ordinal).ToList();
        var azure = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "azure.yaml"), Token);

        Assert.Contains("Microsoft.App", used);
        foreach (var script in new[] { "register-providers.sh", "register-providers.ps1" })
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Infrastructure, script), Token);
            Assert.Equal(used, ListedProvider().Matches(text).Select(match => match.Groups[1].Value));
            Assert.Contains($"run: infra/{script}\n", azure, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("5b1f", "5b1f")]
    [InlineData("", "of-the-cli")]
    public async Task The_script_registers_in_the_subscription_of_azd_or_of_the_Azure_CLI_and_waits_for_the_result(
        string subscription, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is that for a POSIX shell");
        var cli = folder.PathOf("az");
        var calls = folder.PathOf("calls");
        await File.WriteAllTextAsync(cli, $"#!/bin/sh\necho \"$@\" >> '{calls}'\n[ \"$1\" = account ] && echo of-the-cli\nexit 0\n", Token);
        const string runs = "chmod +x \"$1\" && exec sh \"$2\"";
        string[] arguments = ["-c", runs, "sh", cli, Path.Combine(Infrastructure, "register-providers.sh")];
        var start = new ProcessStartInfo("sh", arguments) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["AZURE_SUBSCRIPTION_ID"] = subscription;

        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        var registered = (await File.ReadAllLinesAsync(calls, Token))
            .Where(call => call.StartsWith("provider ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains($"provider register --namespace Microsoft.App --subscription {expected} --wait", registered);
        Assert.Equal(11, registered.Count);
    }

    [Theory]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    [InlineData(BicepCompiler.FileOfAzd)]
    public async Task No_parameter_file_deploys_without_the_names_of_the_operator(string file)
    {
        var (template, told) = await BicepCompiler.BuildAsync(Path.Combine(BicepCompiler.Folder, file), BicepCompiler.OfAzd);

        Assert.Null(template);
        var needed = BicepCompiler.Names.Where(variable => variable.Name != "DIVOC_ALERT_EMAIL" || file == "prod.bicepparam");
        Assert.All(needed, variable => Assert.Contains($"\"{variable.Name}\" does not exist", told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pipeline_sets_every_variable_without_a_default_when_it_compiles_the_files()
    {
        var pipeline = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, ".github", "workflows", "ci.yml"), Token);

        Assert.All(
            [.. BicepCompiler.OfAzd, .. BicepCompiler.Names],
            variable => Assert.Contains($"          {variable.Name}: {variable.Value}\n", pipeline, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Azd_can_set_every_parameter_with_a_variable_that_the_document_lists()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(BicepCompiler.Folder, BicepCompiler.FileOfAzd), Token);
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "deployment.md"), Token);
        foreach (var (name, _) in (await BicepCompiler.MainAsync())["parameters"]!.AsObject())
        {
            var variable = VariableOf(name);
            Assert.Matches($@"(?m)^param {name} = [^=]*?readEnvironmentVariable\(\s*'{variable}'", file);
            Assert.Contains($"`{variable}`", document, StringComparison.Ordinal);
        }

        Assert.All(
            ReadVariable().Matches(file), match => Assert.Contains($"`{match.Groups[1].Value}`", document, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task For_each_stage_azd_deploys_the_same_parameters_as_the_parameter_file_without_azd(string stage)
    {
        (string, string)[] variables =
        [
            .. BicepCompiler.OfAzd, .. BicepCompiler.Names, ("DIVOC_STAGE", stage), ("DIVOC_ALERT_EMAIL", "operators@health.example.org"),
        ];
        var defaults = (await BicepCompiler.MainAsync())["parameters"]!;
        var byAzd = Given((await BicepCompiler.BuildAsync(
            Path.Combine(BicepCompiler.Folder, BicepCompiler.FileOfAzd), variables)).Template);
        var byFile = Given((await BicepCompiler.BuildAsync(Path.Combine(BicepCompiler.Folder, $"{stage}.bicepparam"), variables)).Template);

        foreach (var (name, value) in byAzd.Where(parameter => parameter.Key is not "environmentName" and not "alertEmail"))
        {
            var other = byFile[name]?["value"] ?? defaults[name]!["defaultValue"];
            Assert.True(JsonNode.DeepEquals(value!["value"], other), $"{name}: {value["value"]} by azd, {other} by {stage}.bicepparam");
        }
    }

    [Fact]
    public async Task An_unknown_stage_stops_azd()
    {
        var (template, told) = await BicepCompiler.BuildAsync(
            Path.Combine(BicepCompiler.Folder, BicepCompiler.FileOfAzd),
            [.. BicepCompiler.OfAzd, .. BicepCompiler.Names, ("DIVOC_STAGE", "production")]);

        Assert.Null(template);
        Assert.Contains("production", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Azd_receives_settings_and_secrets_as_JSON()
    {
        var (template, told) = await BicepCompiler.BuildAsync(
            Path.Combine(BicepCompiler.Folder, BicepCompiler.FileOfAzd),
            [
                .. BicepCompiler.OfAzd, .. BicepCompiler.Names, ("DIVOC_OPERATOR_KEY_SHA256", "ab"),
                ("DIVOC_EXTRA_SETTINGS", """{"Divoc__Credential__SubjectId":"Hashed"}"""),
                ("DIVOC_VAULT_SETTINGS", """{"Divoc__Credential__SubjectIdSalt":"subject-id-salt"}"""),
            ]);

        Assert.Equal("", told);
        Assert.Equal(
            """{"Divoc__Operators__duty__KeySha256":"ab","Divoc__Credential__SubjectId":"Hashed"}""",
            Given(template)["extraSettings"]!["value"]!.ToJsonString());
        Assert.Equal(
            """{"Divoc__Credential__SubjectIdSalt":"subject-id-salt"}""", Given(template)["vaultSettings"]!["value"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_environment_name_of_up_to_32_characters_gives_valid_Azure_names()
    {
        var parameters = (await BicepCompiler.MainAsync())["parameters"]!;
        Assert.Equal(32, parameters["environmentName"]!["maxLength"]!.GetValue<int>());
        Assert.Equal(1, parameters["environmentName"]!["minLength"]!.GetValue<int>());

        string[] names = ["dev", "My-Env_2.(b)", "a-very-long-name-of-32-characters", "()", "PROD"];
        var slugs = await EvaluateAsync($"[{string.Join(", ", names.Select(name => $"slugOf('{name}')"))}]", "slugOf");

        Assert.Equal(["dev", "myenv2b", "averylongn", "", "prod"], slugs.AsArray().Select(Text));
        var text = (await BicepCompiler.MainAsync()).ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal);
        Assert.Contains("[format('sthost{0}{1}', variables('slug'), variables('token'))]", text, StringComparison.Ordinal);
        Assert.Contains("[format('kv-{0}', variables('suffix'))]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_resource_group_name_has_environment_and_region_and_the_region_supports_Flex_Consumption()
    {
        var template = await BicepCompiler.MainAsync();

        Assert.Contains(
            "format('rg-certificates-{0}-{1}', parameters('environmentName'), parameters('location'))",
            Text(template["variables"]!["groupName"]),
            StringComparison.Ordinal);
        var regions = template["parameters"]!["location"]!["allowedValues"]!.AsArray().Select(Text).ToList();
        Assert.Contains("westeurope", regions);
        Assert.All(regions, region => Assert.Matches("^[a-z]+[0-9]?$", region));
    }

    [Theory]
    [InlineData("did:web:certificates.example.org", true)]
    [InlineData("did:web:certificates.example.org#key-1", true)]
    [InlineData("did:web:health.example.org", false)]
    [InlineData("did:web:certificates.example.org:path", false)]
    [InlineData("did:india", true)]
    public async Task The_name_of_the_key_must_match_the_address_where_it_is_resolved(string name, bool expected)
    {
        Assert.Equal(
            expected, (await EvaluateAsync($"isFoundAt('{name}', 'https://certificates.example.org/')", "isFoundAt")).GetValue<bool>());
    }

    [Fact]
    public async Task A_wrong_did_web_name_stops_the_deployment_and_plain_did_web_stands_for_the_name_of_the_address()
    {
        Assert.Equal("did:web:localhost%3A7071", Text(await EvaluateAsync("didOf('http://localhost:7071')", "didOf")));
        var template = await ArmTemplate.OfMainAsync();
        var functions = template.Module("app")["functions"]!.AsArray()
            .SelectMany(space => space!["members"]!.AsObject())
            .ToDictionary(pair => pair.Key, pair => Text(pair.Value!["output"]!["value"]));

        Assert.Matches(
            @"^\[if\(equals\(parameters\('given'\), 'did:web'\), \w+\.didOf\(parameters\('address'\)\), \w+\.foundAt\(",
            functions["verificationMethodAt"]);
        Assert.Matches(
            @"^\[if\(\w+\.isFoundAt\(.*\), parameters\('verificationMethod'\), fail\(format\('verificationMethod \{0\} is the did:web of",
            functions["foundAt"]);
        var settings = Text(Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites/config"))["properties"]);
        Assert.Contains("verificationMethodAt(parameters('verificationMethod'), ", settings, StringComparison.Ordinal);
    }

    /// <summary>Core Tools ask the nearest project above the package for its .NET, and publish the folder they stand in.</summary>
    [Fact]
    public async Task Without_azd_the_same_package_is_published_from_a_folder_in_the_project()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "deployment.md"), Token);
        var azure = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "azure.yaml"), Token);
        const string packs = "dotnet publish Divoc.Functions -c Release -r linux-x64 --no-self-contained -p:FunctionsPackaging=true -o ";

        Assert.Contains($"run: {packs}artifacts/certificates\n", azure, StringComparison.Ordinal);
        Assert.Contains($"\n{packs}Divoc.Functions/bin/certificates\n", document, StringComparison.Ordinal);
        Assert.Contains(
            "\ncd Divoc.Functions/bin/certificates && func azure functionapp publish \"$APP\" --no-build --dotnet-isolated\n",
            document,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p:RuntimeIdentifier=linux-arm64", false)]
    [InlineData("-p:RuntimeIdentifier=", false)]
    [InlineData("-p:RuntimeIdentifier=linux-x64", true)]
    public async Task A_package_for_a_runtime_other_than_that_of_Azure_is_not_built(string runtime, bool isMade)
    {
        var project = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions");
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", project, "-t:RequireRuntimeOfAzure", "-p:FunctionsPackaging=true", runtime])
        {
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        Assert.True(isMade == (process.ExitCode == 0), told);
        Assert.Equal(!isMade, told.Contains("is published with --runtime linux-x64", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The providers of all resources and of what a subnet is delegated to, without those that every subscription has.</summary>
    private static IEnumerable<string> ProviderNames(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(pair => pair switch
        {
            { Key: "type" or "serviceName", Value: JsonValue value } when Provider().Match($"{value}") is { Success: true } match =>
                [match.Groups[1].Value],
            _ => ProviderNames(pair.Value),
        }),
        JsonArray items => items.SelectMany(ProviderNames),
        _ => [],
    };

    /// <summary>From <c>frontDoorTier</c> to <c>DIVOC_FRONT_DOOR_TIER</c>.</summary>
    private static string VariableOf(string parameter) => parameter switch
    {
        "environmentName" => "AZURE_ENV_NAME",
        "location" => "AZURE_LOCATION",
        // DIVOC_SHARED_DATA is where these tests find their vectors.
        "sharedData" => "DIVOC_STANDBY_OF",
        _ => $"DIVOC_{Capital().Replace(parameter, "_$0").ToUpperInvariant()}",
    };

    private static JsonObject Given(JsonObject? compiled) => JsonNode.Parse(Text(compiled!["parametersJson"]))!["parameters"]!.AsObject();

    /// <summary>What the compiler itself makes of an expression with a function of modules/names.bicep.</summary>
    private async Task<JsonNode> EvaluateAsync(string expression, string function)
    {
        File.Copy(Path.Combine(BicepCompiler.Folder, "modules", "names.bicep"), folder.PathOf("names.bicep"), overwrite: true);
        await File.WriteAllTextAsync(folder.PathOf("probe.bicep"), "param probe object\noutput probe object = probe\n", Token);
        var values = $"using 'probe.bicep'\nimport {{ {function} }} from 'names.bicep'\nparam probe = {{ result: {expression} }}\n";
        await File.WriteAllTextAsync(folder.PathOf("probe.bicepparam"), values, Token);
        var (compiled, told) = await BicepCompiler.BuildAsync(folder.PathOf("probe.bicepparam"));

        Assert.Equal("", told);
        return Given(compiled)["probe"]!["value"]!["result"]!;
    }

    [GeneratedRegex(@"^(Microsoft\.(?!Authorization|Resources)[A-Za-z]+)/")]
    private static partial Regex Provider();

    [GeneratedRegex(@"^ +'?(Microsoft\.[A-Za-z]+)(?:'| \\|;)", RegexOptions.Multiline)]
    private static partial Regex ListedProvider();

    [GeneratedRegex(@"readEnvironmentVariable\('([A-Z0-9_]+)'")]
    private static partial Regex ReadVariable();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Capital();
}
