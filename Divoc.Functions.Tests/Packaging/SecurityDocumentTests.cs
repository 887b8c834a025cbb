using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>SECURITY.md names tests; each must be one.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "SECURITY.md"));

    [Fact]
    public void Every_test_named_in_the_security_document_exists()
    {
        var classes = typeof(SecurityDocumentTests).Assembly
            .GetTypes()
            .Where(type => !type.IsNested)
            .ToLookup(type => type.Name, StringComparer.Ordinal);
        var named = Test().Matches(Text);

        Assert.InRange(named.Count, 50, 200);
        Assert.All(named, match =>
        {
            var found = classes[match.Groups["class"].Value].ToList();
            Assert.True(found.Count > 0, $"{match.Value} is no class of tests.");
            var method = match.Groups["method"].Value;
            Assert.True(method.Length == 0 || found.Exists(type => IsTest(type, method)), $"{match.Value} is no test.");
        });
    }

    [Fact]
    public void Every_weakness_has_a_row_in_the_security_document() => Assert.All(
        Enumerable.Range(1, 33),
        number => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\n| W{number} | "), Text, StringComparison.Ordinal));

    private static bool IsTest(Type type, string method) =>
        type.GetMethod(method, BindingFlags.Public | BindingFlags.Instance | BindingFlags.FlattenHierarchy)
            ?.GetCustomAttributes<FactAttribute>()
            .Any()
            == true;

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z0-9]+(Tests|Contract))(\\.(?<method>[A-Za-z0-9_]+))?`")]
    private static partial Regex Test();
}
