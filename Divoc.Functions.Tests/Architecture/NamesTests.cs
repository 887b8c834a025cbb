using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Divoc.Functions.Tests.Architecture;

/// <summary>
/// Where a certificate type or a format may be named, so that one more is one folder and one line: a type in its own folder, in the formats
/// that write it, on DIVOC's routes and where types are registered; a format in its own folder, on DIVOC's routes and where formats are
/// registered.
/// </summary>
public sealed partial class NamesTests
{
    private const string Root = "Divoc.Functions.";
    private const string Types = Root + "Types.";
    private const string Formats = Root + "Formats.";
    private const string DivocRoutes = Root + "Triggers.Divoc";

    /// <summary>Where types may be named, as the beginnings of paths below the program's folder.</summary>
    private static readonly string[] TypePlaces =
    [
        "Types/Vaccination/", "Types/Test/", "Types/Recovery/", "Types/TypesRegistration.cs", "Formats/Ddcc/", "Formats/Divoc/",
        "Formats/EuDcc/", "Formats/SmartHealthCard/", "Triggers/Divoc/",
    ];

    /// <summary>Where formats may be named.</summary>
    private static readonly string[] FormatPlaces =
    [
        "Formats/Ddcc/",
        "Formats/Divoc/",
        "Formats/EuDcc/",
        "Formats/SmartHealthCard/",
        "Formats/FormatsRegistration.cs",
        "Triggers/Divoc/",
    ];

    /// <summary>Lines of code that speak of a type elsewhere: none does.</summary>
    private static readonly string[] TypeExceptions = [];

    /// <summary>Files beside the code that speak of types elsewhere. An entry that is no longer true must go.</summary>
    private static readonly string[] FileExceptions =
    [
        // A translator works in one file a language; a type of its own brings its labels in its template.
        .. new[] { "ar", "en", "es", "fr", "hi", "id", "pt", "si", "ta" }
            .Select(language => $"Rendering/Templates/Labels/{language}.labels.json"),

        // Help editors with the kinds that come with the program; its own reader asks the types.
        "Rendering/Templates/labels.schema.json",
        "Rendering/Templates/template.schema.json",
    ];

    /// <summary>
    /// Lines of code that name a format elsewhere, and why they may: "file: line". An entry that is no longer true must go.
    /// </summary>
    private static readonly string[] FormatExceptions =
    [
        // The service's own name, by which a broker knows its connections.
        """Messaging/ServiceBus/BrokerClient.cs: Identifier = "divoc",""",

        // Stands in documents of the registry that programs before the purposes wrote.
        """Registry/RememberedKeys.cs: private const string PurposeForEarlierVersions = "divoc";""",

        // An address that callers keep: it hands out the stored credential, whatever its format.
        """Triggers/CertificateFunctions.cs: [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "certificates/{certificateId}/credential.json")]""",
        """Triggers/RequestFunctions.cs: return new CertificateLinks($"{url}/credential.json", $"{url}/qr.png", $"{url}/certificate.pdf");""",
    ];

    private static readonly string ProgramFolder = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions");

    private static readonly ArchUnitNET.Domain.Architecture Program =
        new ArchLoader().LoadAssembly(typeof(Divoc.Functions.Domain.Caller).Assembly).Build();

    [Fact]
    public void Only_a_type_itself_formats_DIVOC_s_routes_and_the_registration_refer_to_a_type()
    {
        var found = from type in Program.Types
                    from dependency in type.Dependencies
                    let folder = FolderBelow(Types, dependency.Target)
                    where folder is not null
                        && !IsIn(type, Types + folder)
                        && !IsIn(type, Root + "Formats")
                        && !IsIn(type, DivocRoutes)
                        && NameOf(type) != Types + "TypesRegistration"
                    select $"{NameOf(type)} -> {NameOf(dependency.Target)}";

        Assert.Empty(found.Distinct());
    }

    /// <summary>What all formats share speaks of no type: only the folder of a format maps one.</summary>
    [Fact]
    public void The_code_that_all_formats_share_does_not_refer_to_types()
    {
        var found = from type in Program.Types
                    where type.Namespace.FullName == Formats.TrimEnd('.')
                    from dependency in type.Dependencies
                    where FolderBelow(Types, dependency.Target) is not null
                    select $"{NameOf(type)} -> {NameOf(dependency.Target)}";

        Assert.Empty(found.Distinct());
    }

    [Fact]
    public void Only_a_format_itself_DIVOC_s_routes_and_the_registration_refer_to_a_format()
    {
        var found = from type in Program.Types
                    from dependency in type.Dependencies
                    let folder = FolderBelow(Formats, dependency.Target)
                    where folder is not null
                        && !IsIn(type, Formats + folder)
                        && !IsIn(type, DivocRoutes)
                        && NameOf(type) != Formats + "FormatsRegistration"
                    select $"{NameOf(type)} -> {NameOf(dependency.Target)}";

        Assert.Empty(found.Distinct());
    }

    /// <summary>The rules before would pass on an empty program.</summary>
    [Theory]
    [InlineData(Types, "Recovery", "Test", "Vaccination")]
    [InlineData(Formats, "Ddcc", "Divoc", "EuDcc", "SmartHealthCard")]
    public void The_expected_folders_of_types_and_formats_exist(string room, params string[] folders)
    {
        Assert.Equal(
            folders, Program.Types.Select(type => FolderBelow(room, type)).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(
            Program.Types,
            type => IsIn(type, DivocRoutes) && type.Dependencies.Any(dependency => FolderBelow(room, dependency.Target) is not null));
    }

    [Fact]
    public void Words_of_a_type_occur_only_where_types_may_be_named()
    {
        Assert.Equal(TypeExceptions, LinesWith(TypeWords(), TypePlaces));
    }

    [Fact]
    public void The_JSON_files_that_mention_a_type_are_listed_as_exceptions()
    {
        var found = FilesOf("*.json", TypePlaces).Where(file => TypeWords().IsMatch(ContentOf(file)));

        Assert.Equal(FileExceptions.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void The_name_of_a_format_occurs_only_where_formats_may_be_named()
    {
        Assert.Equal(FormatExceptions, LinesWith(FormatWords(), FormatPlaces));
    }

    [Theory]
    [InlineData("var dose = 1; // a dose", true)]
    [InlineData("var x = 1; // a dose", false)]
    [InlineData("/// <summary>A dose.</summary>", false)]
    [InlineData("/* a dose */ var x = \"/* \";", false)]
    [InlineData("var x = \"a // dose\";", true)]
    [InlineData("var x = '\"'; // dose", false)]
    [InlineData("var x = \"\\\"\"; // dose", false)]
    [InlineData("var x = \"\"\"a \" // dose\"\"\";", true)]
    [InlineData("var x = $\"{a}\"; // dose", false)]
    [InlineData("var overdosed = 1;", false)]
    [InlineData("var lastDose = new DoseNumber();", true)]
    public void Comments_may_mention_any_type_or_format(string line, bool isFound)
    {
        Assert.Equal(isFound, TypeWords().IsMatch(WithoutComments(line)));
    }

    private static List<string> LinesWith(Regex words, string[] places)
    {
        return [.. from file in FilesOf("*.cs", places)
                   from line in WithoutComments(ContentOf(file)).Split('\n')
                   where words.IsMatch(line)
                   select $"{file}: {line.Trim()}"];
    }

    /// <summary>The program's files by their paths below its folder, those of some places left out.</summary>
    private static List<string> FilesOf(string pattern, string[] places)
    {
        string[] outputs = ["obj/", "bin/"];
        var files = Directory.GetFiles(ProgramFolder, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ProgramFolder, file).Replace('\\', '/'))
            .ToList();
        Assert.NotEmpty(files);
        return [.. files.Where(file => !outputs.Concat(places).Any(place => file.StartsWith(place, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
    }

    private static string ContentOf(string file) => File.ReadAllText(Path.Combine(ProgramFolder, file));

    /// <summary>C# without its comments; strings of all kinds stay.</summary>
    private static string WithoutComments(string source) =>
        CommentOrString().Replace(source, match => match.Value[0] == '/' ? "" : match.Value);

    private static string? FolderBelow(string room, IType type)
    {
        return type.FullName.StartsWith(room, StringComparison.Ordinal) && type.FullName[room.Length..].Split('.') is { Length: > 1 } steps
            ? steps[0]
            : null;
    }

    private static bool IsIn(IType type, string place) => type.FullName.StartsWith(place + ".", StringComparison.Ordinal);

    /// <summary>The outermost type: what the compiler nests in it counts as part of it.</summary>
    private static string NameOf(IType type) => type.FullName.Split('+', '/')[0];

    /// <summary>Words that only vaccinations, tests, recoveries or the types of the tests have; also as parts of names.</summary>
    [GeneratedRegex(
        @"[Vv]accin|(?<![a-z])[Dd]ose(?![a-z]{2})|(?<![a-z])DOSE|VACCIN|[Bb]ooster|[Pp]rophyla|[Cc]omorbid|[Ee]nrollmentType|[Tt]est(?:Details|Event|Fields|Rules|Type)\b|[Ss]ample(?:Collect|Origin)|(?<![Uu]n)[Rr]ecover(?:y|ies|ed)\b")]
    private static partial Regex TypeWords();

    /// <summary>What the formats are called.</summary>
    [GeneratedRegex(
        "\"divoc\"|credential\\.json|vc\\+ld\\+json|certificate\\.json|Formats\\.Divoc|DivocFormat\\b|DivocKeys\\b|eu-dcc|\"dcc\"|HC1:|"
        + "EuDcc|\"ddcc\"|fhir|Ddcc|urn:HCID|smart-health-card|\"shc\"|shc:/|SmartHealthCard")]
    private static partial Regex FormatWords();

    [GeneratedRegex(""""
        //[^\n]*|/\*.*?\*/|\$*"{3}.*?"{3}|\$?@\$?"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.[^'\n]*|[^'\\\n])'
        """", RegexOptions.Singleline)]
    private static partial Regex CommentOrString();
}
