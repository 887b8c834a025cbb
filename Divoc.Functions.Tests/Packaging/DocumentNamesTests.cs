using System.Reflection;
using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>The pages for developers name types, members and tests; each must be there.</summary>
public sealed partial class DocumentNamesTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Where properties of the build stand, which are written as names of the code are.</summary>
    private static readonly string[] BuildFiles = ["Directory.Build.props", "Divoc.Functions/Divoc.Functions.csproj"];

    /// <summary>Names of .NET that the pages tell of.</summary>
    private static readonly string[] OfTheFramework =
    [
        "BindConfiguration", "CancellationToken", "HttpRequest", "IValidateOptions", "RandomNumberGenerator", "TimeProvider",
        "ValidateDataAnnotations", "ValidateOnStart",
    ];

    private static readonly ILookup<string, Type> Types = new[] { typeof(Divoc.Functions.Domain.Caller), typeof(DocumentNamesTests) }
        .SelectMany(type => type.Assembly.GetTypes())
        .ToLookup(type => type.Name.Split('`')[0], StringComparer.Ordinal);

    private static readonly HashSet<string> Known =
        [.. Types.Select(types => types.Key), .. MemberNames(), .. BuildProperties(), .. FolderNames(), .. OfTheFramework];

    public static TheoryData<string> Documents =>
    [
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/functions-and-settings.md",
        "docs/glossary.md",
        .. Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "docs", "decisions"), "*.md")
            .Select(file => $"docs/decisions/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Each_name_in_a_document_exists_in_the_code(string document)
    {
        Assert.All(NamesOf(document), name => Assert.True(IsKnown(name), $"{document} names {name}, which is not there."));
    }

    /// <summary>The files and folders that a page names by their path below the repository, the program or the tests.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Each_path_in_a_document_exists(string document)
    {
        var paths = CodePath().Matches(TextOf(document)).Select(path => path.Groups["path"].Value);

        string[] roots = ["", "Divoc.Functions", "Divoc.Functions.Tests"];
        Assert.All(
            paths,
            path => Assert.True(
                Array.Exists(roots, root => Path.Exists(Path.Combine(SharedData.RepositoryRoot, root, path))),
                $"{document} names {path}, which is not there."));
    }

    [Fact]
    public void The_check_finds_names_and_detects_a_wrong_one()
    {
        Assert.InRange(NamesOf("docs/architecture.md").Count(), 40, 400);
        Assert.True(IsKnown("LedgerChanger") && IsKnown("LedgerChanger.ChangeAsync") && IsKnown("FunctionsPackaging"));
        Assert.False(IsKnown("LedgerChangers") || IsKnown("LedgerChanger.NoSuchMember"));
    }

    private static string TextOf(string document) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, document));

    private static IEnumerable<string> NamesOf(string document)
    {
        return CodeName().Matches(TextOf(document)).Select(name => name.Groups["name"].Value);
    }

    private static bool IsKnown(string name)
    {
        var parts = name.Split('.');
        return parts.Length == 1
            ? Known.Contains(name)
            : Types[parts[0]].Any(type => type.GetMember(parts[1], All | BindingFlags.FlattenHierarchy).Length > 0);
    }

    private static IEnumerable<string> MemberNames()
    {
        return from types in Types
               from type in types
               from member in type.GetMembers(All | BindingFlags.DeclaredOnly)
               select member.Name;
    }

    private static IEnumerable<string> BuildProperties()
    {
        return BuildFiles.SelectMany(file => BuildProperty().Matches(TextOf(file)).Select(property => property.Groups["name"].Value));
    }

    private static IEnumerable<string> FolderNames()
    {
        var program = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions");
        return Directory.EnumerateDirectories(program, "*", SearchOption.AllDirectories).Select(folder => Path.GetFileName(folder));
    }

    /// <summary>A name of several words in code, alone or with a member.</summary>
    [GeneratedRegex(@"`(?<name>I?[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+(?:\.[A-Z][A-Za-z0-9_]*)?)`")]
    private static partial Regex CodeName();

    /// <summary>A path that ends in a file of the repository, or in a slash.</summary>
    [GeneratedRegex(@"`(?<path>(?:[A-Za-z][A-Za-z0-9.]*/)+(?:[A-Za-z.-]+\.(?:cs|json|md|ts|props|sh))?)`")]
    private static partial Regex CodePath();

    [GeneratedRegex("<(?<name>[A-Z][A-Za-z]+)[ >]")]
    private static partial Regex BuildProperty();
}
