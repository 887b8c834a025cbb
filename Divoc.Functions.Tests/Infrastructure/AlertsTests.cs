using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using Divoc.Functions.Formats;
using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>An alert is of use where its receiver finds what to do, and where it ends: one that stays on hides the next failure.</summary>
public sealed partial class AlertsTests
{
    private const string LogAlert = "Microsoft.Insights/scheduledQueryRules";
    private const string MetricAlert = "Microsoft.Insights/metricAlerts";
    private const string KeyEvents = "Microsoft.EventGrid/systemTopics/eventSubscriptions";

    [Fact]
    public async Task Every_alert_of_the_template_is_explained_to_operators()
    {
        var document = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "alerts.md"), TestContext.Current.CancellationToken);
        var template = await ArmTemplate.OfMainAsync();
        var ofMetrics = template.ResourcesOf("alerts", MetricAlert).Concat(template.ResourcesOf("alerts", KeyEvents))
            .SelectMany(alert => NameOfAlert().Matches(ArmTemplate.Text(alert["name"])))
            .Select(match => match.Groups["name"].Value).ToList();

        Assert.Equal(["keys", "not-ready", "queue-length", "queue-size"], ofMetrics.Order(StringComparer.Ordinal));
        Assert.All(
            LogAlerts(template),
            alert => Assert.Contains($"| `{ArmTemplate.Text(alert["name"])}` |", document, StringComparison.Ordinal));
        foreach (var name in ofMetrics)
        {
            var row = name == "queue-size" ? "| `…-queue-size` (one a queue) |" : $"| `{name}` |";
            Assert.Contains(row, document, StringComparison.Ordinal);
        }

        Assert.Equal(LogAlerts(template).Count + ofMetrics.Count, AlertRow().Count(document));
    }

    [Fact]
    public async Task Every_alert_resolves_itself()
    {
        var template = await ArmTemplate.OfMainAsync();
        var alerts = template.ResourcesOf("alerts", LogAlert).Concat(template.ResourcesOf("alerts", MetricAlert)).ToList();

        Assert.Equal(4, alerts.Count);
        Assert.All(alerts, alert => Assert.True(alert["properties"]!["autoMitigate"]!.GetValue<bool>()));
    }

    /// <summary>Of a metric without points while all is well an alert does not end; without points in a fault it does not begin.</summary>
    [Fact]
    public async Task Metric_alerts_watch_only_metrics_that_are_always_reported()
    {
        var alerts = (await ArmTemplate.OfMainAsync()).ResourcesOf("alerts", MetricAlert)
            .Select(alert => alert["properties"]!["criteria"]!).ToList();
        var watched = alerts.Select(criteria => criteria["allOf"]?[0]?["metricName"]?.ToString() ?? criteria["odata.type"]!.ToString());

        Assert.Equal(
            ["ActiveMessages", "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria", "Size"],
            watched.Order(StringComparer.Ordinal));
        Assert.All(alerts.Where(criteria => criteria["allOf"] is not null), criteria =>
        {
            Assert.Equal("GreaterThan", ArmTemplate.Text(Assert.Single(criteria["allOf"]!.AsArray())!["operator"]));
        });
    }

    [Fact]
    public async Task An_alert_query_returns_a_result_only_while_there_is_a_problem()
    {
        var template = await ArmTemplate.OfMainAsync();
        var criterion = Assert.Single(template.ResourcesOf("alerts", LogAlert))["properties"]!["criteria"]!["allOf"]![0]!;

        Assert.Equal(
            ("Count", "GreaterThan", "0"),
            (ArmTemplate.Text(criterion["timeAggregation"]), ArmTemplate.Text(criterion["operator"]), criterion["threshold"]!.ToString()));
        Assert.All(LogAlerts(template), alert => Assert.Contains("| where ", LastStepOf(alert), StringComparison.Ordinal));
        Assert.All(
            LogAlerts(template).Where(alert => ArmTemplate.Text(alert["by"]).Length > 0),
            alert => Assert.Contains(ArmTemplate.Text(alert["by"]), ArmTemplate.Text(alert["query"]), StringComparison.Ordinal));
    }

    /// <summary>Azure evaluates no other windows, and never looks further back than two days.</summary>
    [Fact]
    public async Task Alert_queries_look_back_no_further_than_their_window()
    {
        foreach (var alert in LogAlerts(await ArmTemplate.OfMainAsync()))
        {
            var window = XmlConvert.ToTimeSpan(ArmTemplate.Text(alert["window"]));
            var furthest = Ago().Matches(ArmTemplate.Text(alert["query"]))
                .Select(match => Span(match.Groups["number"].Value, match.Groups["unit"].Value)).DefaultIfEmpty().Max();

            Assert.True(furthest < window || furthest == TimeSpan.Zero, $"{alert["name"]} looks back {furthest} in {window}.");
            Assert.True(XmlConvert.ToTimeSpan(ArmTemplate.Text(alert["frequency"])) <= window);
            Assert.Contains(ArmTemplate.Text(alert["window"]), new[] { "PT15M", "PT30M", "PT1H", "P1D", "P2D" });
        }
    }

    [Fact]
    public async Task The_template_has_all_required_log_alerts()
    {
        var names = LogAlerts(await ArmTemplate.OfMainAsync()).Select(alert => ArmTemplate.Text(alert["name"]));

        Assert.Superset(
            new HashSet<string>(
            [
                "failures", "webhooks-given-up", "stuck", "events-late", "outages", "signing-failures", "store-errors",
                "announcements-late", "status-old", "timers-failing", "timers-silent", "server-errors", "telemetry-missing",
                "signer-certificates",
            ]),
            names.ToHashSet());
    }

    [Fact]
    public async Task The_timer_alerts_name_the_timer_functions()
    {
        var variables = (await ArmTemplate.OfMainAsync()).Module("alerts")["variables"]!;
        var timers = typeof(TimerFunctions).GetMethods()
            .Select(method => (
                method.GetCustomAttribute<FunctionAttribute>()?.Name,
                method.GetParameters().FirstOrDefault()?.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule))
            .Where(timer => timer.Name is not null)
            .ToLookup(timer => timer.Schedule!.Split(' ')[1] == "*", timer => $"\"{timer.Name}\"");

        Assert.Equal(string.Join(", ", timers[true]), ArmTemplate.Text(variables["timersOfMinutes"]));
        Assert.Equal(string.Join(", ", timers[false]), ArmTemplate.Text(variables["timersOfDays"]));
    }

    [Fact]
    public async Task The_signer_certificate_alert_matches_the_log_messages_about_signer_certificates()
    {
        var logged = typeof(SignerWatch).GetNestedTypes(BindingFlags.NonPublic)
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();
        var alert = LogAlerts(await ArmTemplate.OfMainAsync()).Single(alert => ArmTemplate.Text(alert["name"]) == "signer-certificates");

        Assert.NotEmpty(logged);
        Assert.All(logged, message => Assert.StartsWith("Signer certificates:", message.Message, StringComparison.Ordinal));
        Assert.Contains("Message has \"Signer certificates:\"", ArmTemplate.Text(alert["query"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_is_checked_from_outside()
    {
        var template = await ArmTemplate.OfMainAsync();
        var test = Assert.Single(template.ResourcesOf("alerts", "Microsoft.Insights/webtests"))["properties"]!;
        var criteria = template.ResourcesOf("alerts", MetricAlert).Select(alert => alert["properties"]!["criteria"]!)
            .Single(criteria => criteria["webTestId"] is not null);
        var places = (await BicepCompiler.MainAsync())["parameters"]!["readinessFrom"]!["defaultValue"]!.AsArray();

        Assert.Equal("[format('{0}/health/ready', parameters('address'))]", ArmTemplate.Text(test["Request"]!["RequestUrl"]));
        Assert.Equal(200, test["ValidationRules"]!["ExpectedHttpStatusCode"]!.GetValue<int>());
        Assert.Equal(14, test["ValidationRules"]!["SSLCertRemainingLifetimeCheck"]!.GetValue<int>());
        Assert.Equal("[max(1, sub(length(parameters('readinessFrom')), 2))]", ArmTemplate.Text(criteria["failedLocationCount"]));
        Assert.InRange(places.Count, 5, 16);
    }

    [Fact]
    public async Task Production_requires_an_alert_recipient()
    {
        var email = ArmTemplate.Text((await ArmTemplate.OfMainAsync()).ArgumentsOf("alerts")["email"]);
        var production = await ParameterFile.OfAsync("prod.bicepparam");

        Assert.StartsWith(
            "[if(and(parameters('alertsRequired'), empty(parameters('alertEmail'))), createObject('value', fail('",
            email,
            StringComparison.Ordinal);
        Assert.EndsWith(", createObject('value', parameters('alertEmail')))]", email, StringComparison.Ordinal);
        Assert.True(production["alertsRequired"]!.GetValue<bool>());
        Assert.NotEqual("", ArmTemplate.Text(production["alertEmail"]));
    }

    [Fact]
    public async Task Key_Vault_sends_alerts_about_new_expiring_and_expired_keys()
    {
        var subscription = Assert.Single((await ArmTemplate.OfMainAsync()).ResourcesOf("alerts", KeyEvents))["properties"]!;

        Assert.Equal(
            ("CloudEventSchemaV1_0", "MonitorAlert"),
            (ArmTemplate.Text(subscription["eventDeliverySchema"]), ArmTemplate.Text(subscription["destination"]!["endpointType"])));
        Assert.Equal(
            ["Microsoft.KeyVault.KeyExpired", "Microsoft.KeyVault.KeyNearExpiry", "Microsoft.KeyVault.KeyNewVersionCreated"],
            subscription["filter"]!["includedEventTypes"]!.AsArray().Select(ArmTemplate.Text).Order(StringComparer.Ordinal));
    }

    private static List<JsonObject> LogAlerts(ArmTemplate template)
    {
        return [.. template.Module("alerts")["variables"]!["logAlerts"]!.AsArray().Select(alert => alert!.AsObject())];
    }

    /// <summary>The last line of a query, which is in an expression where the query names something of Azure.</summary>
    private static string LastStepOf(JsonObject alert) => ArmTemplate.Text(alert["query"])
        .Replace("\\n", "\n", StringComparison.Ordinal).Split('\n').Last(line => line.StartsWith("| ", StringComparison.Ordinal));

    private static TimeSpan Span(string number, string unit)
    {
        var count = int.Parse(number, CultureInfo.InvariantCulture);
        return unit == "h" ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count);
    }

    [GeneratedRegex("alert-(?:\\{0\\}-)?(?<name>[a-z-]+)-\\{")]
    private static partial Regex NameOfAlert();

    [GeneratedRegex("^\\| `", RegexOptions.Multiline)]
    private static partial Regex AlertRow();

    [GeneratedRegex("ago\\((?<number>[0-9]+)(?<unit>[mh])\\)")]
    private static partial Regex Ago();
}
