using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Telemetry;

/// <summary>What docs/telemetry.md and the dashboards name is what the code has.</summary>
public sealed partial class DocumentedTelemetryTests
{
    /// <summary>Tables of a workspace with Application Insights that the program's telemetry goes to.</summary>
    private static readonly string[] Tables = ["AppMetrics", "AppRequests", "AppDependencies"];

    private static readonly List<Instrument> Instruments = FindInstruments();

    [Fact]
    public void The_documentation_lists_exactly_the_existing_spans()
    {
        var names = typeof(CertificateTraces).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name != nameof(CertificateTraces.SourceName))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Select(name => name is CertificateTraces.Send or CertificateTraces.Process ? $"{name} {{queue}}" : name);

        Assert.Equal(
            names.Append("{method} {route}").Order(StringComparer.Ordinal),
            Rows("## Spans").Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_documentation_lists_exactly_the_existing_metrics_with_kind_and_unit()
    {
        var known = Instruments.Select(instrument => $"{instrument.Name} {KindOf(instrument)} {instrument.Unit}");

        Assert.Equal(
            known.Order(StringComparer.Ordinal),
            Rows("## Metrics").Select(row => $"{row[0]} {row[1]} {row[2]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_Grafana_dashboard_queries_only_existing_metrics()
    {
        var asked = Texts("grafana.json", "expr")
            .SelectMany(query => PrometheusName().Matches(query))
            .Select(match => match.Value)
            .Distinct()
            .ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Instruments.SelectMany(NamesInPrometheus)));
    }

    [Fact]
    public void The_workbook_queries_only_existing_tables_and_metrics()
    {
        var queries = Texts("workbook.json", "query").ToList();
        var asked = queries.SelectMany(query => MetricName().Matches(query)).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Instruments.Select(instrument => instrument.Name)));
        Assert.All(queries, query => Assert.Contains(query.Split(' ')[0], Tables));
    }

    /// <summary>The names, as the exporter for Prometheus writes them.</summary>
    private static IEnumerable<string> NamesInPrometheus(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return KindOf(instrument) switch
        {
            "counter" => [$"{name}_total"],
            "histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> => "counter",
        Histogram<double> => "histogram",
        _ => "gauge",
    };

    /// <summary>The cells of the rows of the table below a heading, without the marks of code.</summary>
    private static IEnumerable<string[]> Rows(string heading)
    {
        var text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "telemetry.md"));
        var section = text[(text.IndexOf($"\n{heading}\n", StringComparison.Ordinal) + 1)..];
        return section.Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray());
    }

    /// <summary>All texts of a member, wherever it is in a dashboard.</summary>
    private static IEnumerable<string> Texts(string dashboard, string member)
    {
        return Find(JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "infra", "dashboards", dashboard)))!);

        IEnumerable<string> Find(JsonNode? node) => node switch
        {
            JsonObject found => found.SelectMany(
                pair => pair.Key == member && pair.Value is JsonValue && pair.Value.ToString() != "prometheus"
                    ? [pair.Value.ToString()]
                    : Find(pair.Value)),
            JsonArray list => list.SelectMany(Find),
            _ => [],
        };
    }

    private static List<Instrument> FindInstruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    found.Add(instrument);
                }
            },
        };
        using var metrics = new CertificateMetrics(factory);
        listener.Start();
        return found;
    }

    [GeneratedRegex(@"divoc_[a-z_]+")]
    private static partial Regex PrometheusName();

    [GeneratedRegex(@"'(divoc\.[a-z_.]+)'")]
    private static partial Regex MetricName();
}
