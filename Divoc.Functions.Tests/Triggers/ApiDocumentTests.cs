using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Hosting;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Triggers.Api;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>
/// The OpenAPI document says of the functions what the code says, all of it and nothing else; docs/openapi.json is the one that is served.
/// </summary>
public sealed partial class ApiDocumentTests : IDisposable
{
    private const string Update = "DIVOC_UPDATE_OPENAPI";

    private static readonly string Committed = Path.Combine(SharedData.RepositoryRoot, "docs", "openapi.json");

    private readonly ServiceProvider services;

    public ApiDocumentTests()
    {
        var configuration = new ConfigurationBuilder().Build();
        services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration).AddDivoc(configuration)
            .BuildServiceProvider();
    }

    private IReadOnlyList<ApiDescriptions> Descriptions => ApiDocument.DescriptionsOf(services);

    private IReadOnlyList<OperationDescription> Described => [.. Descriptions.SelectMany(one => one.Operations)];

    private IReadOnlyList<CodeDescription> Codes => [.. Descriptions.SelectMany(one => one.Codes)];

    [Fact]
    public async Task The_committed_document_equals_the_served_document()
    {
        var served = System.Text.Encoding.UTF8.GetString((await services.GetRequiredService<ApiDocument>().FileAsync()).Bytes.Span);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await File.WriteAllTextAsync(Committed, served, TestContext.Current.CancellationToken);
        }

        var committed = await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken);
        Assert.True(
            served == committed,
            $"docs/openapi.json is not what the program serves: {Update}=1 with this test writes it anew. "
            + "Look at what changed before you commit it.");
    }

    [Fact]
    public void Each_function_is_described_and_each_description_belongs_to_a_function()
    {
        var functions = HttpOperation.OfProgram().Select(function => function.Name).ToList();
        var described = Described.Select(operation => operation.Function).ToList();

        Assert.True(
            !functions.Except(described).Any(),
            Lacking("a class of ApiDescriptions beside the functions must describe in Operations", functions.Except(described)));
        Assert.True(
            !described.Except(functions).Any(),
            Lacking("Operations describe what is no function with an HttpTrigger", described.Except(functions)));
        Assert.Equal(described.Distinct(), described);
    }

    [Fact]
    public void The_parameters_of_each_route_are_described()
    {
        var lacking = from function in HttpOperation.OfProgram()
                      join described in Described on function.Name equals described.Function
                      from name in HttpOperation.ParametersOf(function.Route)
                      where !ApiParameters.OfPaths.ContainsKey(name)
                          && !described.Parameters.Any(parameter => parameter.Name == name && parameter.Place == ParameterLocation.Path)
                      select $"{function.Name}: {name}";

        Assert.True(!lacking.Any(), Lacking("Parameters must have an ApiParameters.Path for", lacking));
    }

    /// <summary>docs/problems.md is held against what the code gives by <see cref="AnswerWordsTests"/>.</summary>
    [Theory]
    [InlineData("Problem", "Problems", "Names of statuses")]
    [InlineData("Error,Warning,Row", "Errors and warnings")]
    [InlineData("Failure", "Reasons of failures")]
    public void Each_code_has_a_cause_and_a_solution_and_each_described_code_is_in_use(string kinds, params string[] sections)
    {
        var known = sections.SelectMany(section => AnswerWordsTests.Documented[section])
            .Distinct()
            .Except(kinds == "Problem" ? AnswerWordsTests.Documented["Errors and warnings"].Intersect(["PAYLOAD_TOO_LARGE"]) : [])
            .ToList();
        var described = Codes.Where(code => kinds.Contains($"{code.Kind}", StringComparison.Ordinal)).Select(code => code.Word).ToList();

        Assert.True(
            !known.Except(described).Any(),
            Lacking($"a class of ApiDescriptions must have in Codes a {kinds} with cause and cure for", known.Except(described)));
        Assert.True(
            !described.Except(known).Any(),
            Lacking($"docs/problems.md does not have among {string.Join(", ", sections)}", described.Except(known)));
        Assert.Equal(described.Distinct(), described);
        Assert.All(Codes, code => Assert.True(code is { Cause.Length: > 5, Cure.Length: > 5 }, code.Word));
    }

    [Fact]
    public void Each_problem_is_listed_at_a_function_with_the_documented_status()
    {
        var given = HttpOperation.OfProgram()
            .Join(Described, function => function.Name, described => described.Function, ApiOperation.ProblemsOf)
            .SelectMany(problems => problems)
            .Concat(ApiOperation.OfNone.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToList())))
            .SelectMany(pair => pair.Value.Select(code => (Code: code, Status: pair.Key)))
            .Distinct()
            .ToList();
        var documented = StatusRow().Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "problems.md")))
            .SelectMany(row => row.Groups[2].Value.Split(", ").Select(
                status => (Code: row.Groups[1].Value, Status: int.Parse(status, System.Globalization.CultureInfo.InvariantCulture))))
            .ToList();
        var ofProblems = Codes.Where(code => code.Kind == CodeKind.Problem).Select(code => code.Word).ToHashSet();

        Assert.True(
            !documented.Except(given).Any(),
            Lacking("no function has in Problems", documented.Except(given).Select(pair => $"{pair.Status} {pair.Code}")));
        var more = given.Where(pair => ofProblems.Contains(pair.Code)).Except(documented);
        Assert.True(!more.Any(), Lacking("docs/problems.md does not have", more.Select(pair => $"{pair.Status} {pair.Code}")));
        var unknown = given.Where(pair => Codes.All(code => code.Word != pair.Code));
        Assert.True(!unknown.Any(), Lacking("Problems of functions name codes that no Codes describe", unknown.Select(pair => pair.Code)));
    }

    /// <summary>Errors of bodies stand at the functions that give them; warnings come with accepted requests.</summary>
    [Fact]
    public void Each_error_code_is_listed_at_a_function()
    {
        var given = Described.SelectMany(operation => operation.Problems.Values).SelectMany(codes => codes).ToHashSet();

        var lacking = Codes.Where(code => code.Kind == CodeKind.Error && !given.Contains(code.Word)).Select(code => code.Word);
        Assert.True(!lacking.Any(), Lacking("no function has in Problems", lacking));
    }

    [Fact]
    public void Each_member_and_each_code_word_of_an_answer_is_described()
    {
        ApiDocument.Build(HttpOperation.OfProgram(), Descriptions, out var schemas);
        var described = Descriptions.SelectMany(one => one.Types)
            .ToDictionary(type => type.Type, type => type.Members.Select(member => member.Name).ToList());

        var types = schemas.Types.Values.ToList();
        Assert.True(
            !types.Except(described.Keys).Any(),
            Lacking("a class of ApiDescriptions must describe in Types", types.Except(described.Keys).Select(type => type.Name)));
        Assert.True(
            !described.Keys.Except(types).Any(),
            Lacking("Types describe what no described function answers", described.Keys.Except(types).Select(type => type.Name)));
        Assert.All(schemas.Types, named => Assert.True(
            schemas.MembersOf(named.Key).Order().SequenceEqual(described[named.Value].Order()),
            $"The TypeDescription of {named.Value.Name} must have exactly: {string.Join(", ", schemas.MembersOf(named.Key))}. "
            + $"It has {string.Join(", ", described[named.Value])}."));
    }

    [Fact]
    public void The_API_document_lists_the_enumeration_values_that_answers_use()
    {
        ApiDocument.Build(HttpOperation.OfProgram(), Descriptions, out var schemas);

        var enumerations = schemas.Types.Values.Where(type => type.IsEnum).ToList();
        Assert.Equal(AnswerWordsTests.SectionsOfEnumerations.Keys.OrderBy(type => type.Name), enumerations.OrderBy(type => type.Name));
        Assert.All(enumerations, type => Assert.Equal(Enum.GetNames(type).Select(AnswerWord.Of), schemas.MembersOf(type.Name)));
    }

    [Fact]
    public void A_day_is_described_as_the_text_in_the_answer()
    {
        var document = ApiDocument.Build(HttpOperation.OfProgram(), Descriptions, out _);

        var day = document.Components!.Schemas!["FoundCertificate"].Properties!["validUntil"];
        Assert.Equal((JsonSchemaType.String, "date"), (day.Type!.Value, day.Format));
    }

    /// <summary>A type is one folder and one line: its shapes are described without a word more.</summary>
    [Fact]
    public void An_added_type_is_described()
    {
        var configuration = new ConfigurationBuilder().Build();
        using var grown = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<IConfiguration>(configuration)
            .AddDivoc(configuration)
            .AddConvalescence()
            .AddCompactJws()
            .BuildServiceProvider();

        var document = ApiDocument.Build(HttpOperation.OfProgram(), ApiDocument.DescriptionsOf(grown), out _);

        var certify = document.Paths["/certify/{type}"].Operations![HttpMethod.Post];
        Assert.Contains(
            "convalescence",
            certify.Parameters!.Single(parameter => parameter.Name == "type").Schema!.Enum!.Select(name => name.GetValue<string>()));
        Assert.Contains(document.Components!.Schemas!.Keys, name => name.StartsWith("Convalescence", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_linter_finds_no_error()
    {
        var linter = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "node_modules", ".bin", "redocly");
        using var folder = new TemporaryFolder();

        var told = await Tools.RunAsync(
            "env", $"HOME={folder.Path}", "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", linter, "lint", Committed,
            "--format=json", "--extends=recommended");

        var judged = JsonNode.Parse(told[told.IndexOf('{', StringComparison.Ordinal)..(told.LastIndexOf('}') + 1)])!;
        Assert.Equal((0, 0), (judged["totals"]!["errors"]!.GetValue<int>(), judged["totals"]!["warnings"]!.GetValue<int>()));
    }

    public void Dispose() => services.Dispose();

    private static string Lacking(string what, IEnumerable<string> names) => $"{what}: {string.Join(", ", names)}.";

    [GeneratedRegex(@"^\| `([^`]+)` \| ([0-9]{3}(?:, [0-9]{3})*) \|", RegexOptions.Multiline)]
    private static partial Regex StatusRow();
}
