using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>THIRD-PARTY-NOTICES.md lists what the program is delivered with, as the lock file and the packages themselves say it.</summary>
public sealed class ThirdPartyNoticesTests
{
    private const string Update = "DIVOC_UPDATE_NOTICES";
    private const string Begin = "<!-- packages: made by ThirdPartyNoticesTests -->\n";
    private const string End = "<!-- end of packages -->";

    // It makes source code and is not delivered.
    private const string Generators = "Microsoft.Azure.Functions.Worker.Sdk.Generators";

    // Read in the packages' own files, since these say no SPDX expression of themselves.
    private static readonly Dictionary<string, string> LicencesInFiles = new(StringComparer.Ordinal)
    {
        ["Apache.Arrow"] = "Apache-2.0",
        ["NCrontab.Signed"] = "Apache-2.0",
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
    };

    private static readonly string Notices = Path.Combine(SharedData.RepositoryRoot, "THIRD-PARTY-NOTICES.md");

    [Fact]
    public void Every_package_is_listed_with_its_licence()
    {
        var text = File.ReadAllText(Notices);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var expected = Table();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(Notices, $"{text[..begin]}{expected}{text[end..]}");
            return;
        }

        Assert.True(expected == text[begin..end], $"The packages have changed; {Update}=1 writes the list anew. It is to be:\n{expected}");
    }

    [Fact]
    public void Every_package_of_the_web_pages_is_listed()
    {
        var text = File.ReadAllText(Notices);
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "Divoc.Portal", "package.json")));
        var delivered = package.RootElement.GetProperty("dependencies").EnumerateObject().ToList();

        Assert.NotEmpty(delivered);
        Assert.All(delivered, one => Assert.Contains($"\n| {one.Name} | {one.Value.GetString()} | ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_full_text_of_every_package_licence_is_included()
    {
        var text = File.ReadAllText(Notices);

        Assert.All(
            Packages().Select(package => package.Licence).Distinct(),
            licence => Assert.Contains($"\n## {licence}\n", text, StringComparison.Ordinal));
    }

    private static string Table()
    {
        var table = new StringBuilder("| Package | Version | Licence | Copyright |\n|---|---|---|---|\n");
        foreach (var (name, version, licence, copyright) in Packages())
        {
            table.Append($"| {name} | {version} | {licence} | {copyright} |\n");
        }

        return table.ToString();
    }

    private static List<(string Name, string Version, string Licence, string Copyright)> Packages()
    {
        using var document = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "packages.lock.json")));
        return document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Select(package => (package.Name, Version: package.Value.GetProperty("resolved").GetString()!))
            .Where(package => package.Name != Generators)
            .Distinct()
            .OrderBy(package => package.Name, StringComparer.Ordinal)
            .Select(package => Described(package.Name, package.Version))
            .ToList();
    }

    private static (string Name, string Version, string Licence, string Copyright) Described(string name, string version)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var id = name.ToLowerInvariant();
        var metadata = XDocument.Load(Path.Combine(folder, id, version.ToLowerInvariant(), $"{id}.nuspec")).Root!.Elements().First();
        string? Find(string element) => metadata.Elements().FirstOrDefault(found => found.Name.LocalName == element)?.Value;
        var licence = metadata.Elements()
            .FirstOrDefault(found => found.Name.LocalName == "license" && found.Attribute("type")?.Value == "expression")?.Value;
        var copyright = string.Join(
            ' ', (Find("copyright") ?? Find("authors")!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return (name, version, ChosenOf(licence ?? LicencesInFiles[name]), copyright);
    }

    /// <summary>Of licences that one may choose from, the one that the program is delivered under.</summary>
    private static string ChosenOf(string licence) => licence.Split(" OR ").Contains("Apache-2.0") ? "Apache-2.0" : licence;
}
