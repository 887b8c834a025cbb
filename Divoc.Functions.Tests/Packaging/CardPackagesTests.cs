using System.Xml.Linq;
using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>The build with QuestPDF and Azure.Security.KeyVault.Keys: off by default, and touching nothing of the default build.</summary>
[Trait("Kind", "Slow")]
public sealed class CardPackagesTests
{
    private const string OnlyWithThem = "'$(CardPackages)' == 'true'";

    [Theory]
    [InlineData("Keys/KeyVault/KeyVaultKeysSigningKey.cs", 150)]
    [InlineData("Rendering/Pdf/QuestPdfWriter.cs", 150)]
    [InlineData("Rendering/Pdf/QuestPdfPage.cs", 300)]
    public void Each_card_package_file_is_short_and_excluded_from_the_default_build(string file, int mostLines)
    {
        Assert.InRange(File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", file)).Length, 50, mostLines);
        var removed = Load("Divoc.Functions/Divoc.Functions.csproj")
            .Descendants("Compile")
            .Where(item => item.Attribute("Remove")?.Value == file);
        Assert.Equal("'$(CardPackages)' != 'true'", Assert.Single(removed).Parent!.Attribute("Condition")!.Value);
        Assert.Null(
            typeof(CertificateMetrics).Assembly.GetTypes().FirstOrDefault(type => type.Name == Path.GetFileNameWithoutExtension(file)));
    }

    [Theory]
    [InlineData("QuestPDF")]
    [InlineData("Azure.Security.KeyVault.Keys")]
    public void The_packages_are_referenced_only_if_the_build_property_is_set(string package)
    {
        var reference = Load("Divoc.Functions/Divoc.Functions.csproj")
            .Descendants("PackageReference")
            .Single(item => item.Attribute("Include")?.Value == package);
        var version = Load("Directory.Packages.props")
            .Descendants("PackageVersion")
            .Single(item => item.Attribute("Include")?.Value == package);

        Assert.Equal(OnlyWithThem, reference.Parent!.Attribute("Condition")!.Value);
        Assert.Equal(OnlyWithThem, version.Parent!.Attribute("Condition")!.Value);
        Assert.DoesNotContain(
            $"\"{package}\"",
            File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions", "packages.lock.json")),
            StringComparison.Ordinal);
    }

    private static XDocument Load(string file) => XDocument.Load(Path.Combine(SharedData.RepositoryRoot, file));
}
