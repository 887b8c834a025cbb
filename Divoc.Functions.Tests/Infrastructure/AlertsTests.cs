using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>An alert is of use only where its receiver finds what to do.</summary>
public sealed partial class AlertsTests
{
    [Fact]
    public void Every_alert_of_the_template_is_explained_to_operators()
    {
        var template = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "infra", "bicep", "modules", "alerts.bicep"));
        var document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "operations.md"));
        var names = OfMetrics().Matches(template).Concat(OfResources().Matches(template)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(["dead-letters", "storage-throttling", "stuck", "events-late"]), names);
        Assert.All(names, name => Assert.Contains(name == "stuck" ? "| `…-stuck`" : $"| `{name}` |", document, StringComparison.Ordinal));
    }

    [GeneratedRegex("\\{\\s+name: '(?<name>[a-z-]+)'\\s+description:")]
    private static partial Regex OfMetrics();

    [GeneratedRegex("name: 'alert-(?:\\$\\{queueName\\}-)?(?<name>[a-z-]+)-\\$\\{suffix\\}'")]
    private static partial Regex OfResources();
}
