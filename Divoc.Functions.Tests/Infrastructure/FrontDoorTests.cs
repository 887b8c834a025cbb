using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Triggers;
using static Divoc.Functions.Tests.Infrastructure.ArmTemplate;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>Front Door serves under our own name, keeps what may be kept, and is the only way to the app.</summary>
[Trait("Kind", "Slow")]
public sealed class FrontDoorTests
{
    private const string Route = "Microsoft.Cdn/profiles/afdEndpoints/routes";
    private const string Firewall = "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies";

    [Fact]
    public async Task Front_Door_is_optional_and_production_uses_it()
    {
        var main = await BicepCompiler.MainAsync();
        foreach (var module in new[] { "entry", "routes" })
        {
            Assert.Equal("[parameters('frontDoor')]", Text(main["resources"]![module]!["condition"]));
        }

        Assert.False(main["parameters"]!["frontDoor"]!["defaultValue"]!.GetValue<bool>());
        var (production, _) = await BicepCompiler.DeployedAsync("prod.bicepparam");
        var given = JsonNode.Parse(production!["parametersJson"]!.GetValue<string>())!["parameters"]!;
        Assert.True(given["frontDoor"]!["value"]!.GetValue<bool>());
        Assert.Equal("Premium", Text(given["frontDoorTier"]!["value"]));
    }

    [Fact]
    public async Task The_host_name_is_that_of_the_public_address_with_a_certificate_that_Azure_renews()
    {
        var template = await ArmTemplate.OfMainAsync();
        var domain = Assert.Single(template.ResourcesOf("entry", "Microsoft.Cdn/profiles/customDomains"));

        var tls = domain["properties"]!["tlsSettings"]!;
        Assert.Equal("[not(empty(parameters('hostName')))]", Text(domain["condition"]));
        Assert.Equal("[parameters('hostName')]", Text(domain["properties"]!["hostName"]));
        Assert.Equal(
            ("ManagedCertificate", "TLS12"),
            (Text(tls["certificateType"]), Text(tls["minimumTlsVersion"])));
        Assert.Contains(
            "hostOf(parameters('publicBaseUrl'))",
            Text((await BicepCompiler.MainAsync())["variables"]!["frontDoorNames"]!["hostName"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deployment_outputs_the_required_DNS_records()
    {
        var main = await BicepCompiler.MainAsync();
        var records = Text((await ArmTemplate.OfMainAsync()).Module("entry")["outputs"]!["dnsRecords"]!["value"]);

        Assert.Contains("format('_dnsauth.{0}', parameters('hostName')), 'type', 'TXT'", records, StringComparison.Ordinal);
        Assert.Contains("validationToken", records, StringComparison.Ordinal);
        Assert.Contains("'CNAME'", records, StringComparison.Ordinal);
        Assert.Contains("dnsRecords", Text(main["outputs"]!["dnsRecords"]!["value"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_calls_to_the_app_use_TLS()
    {
        var template = await ArmTemplate.OfMainAsync();
        var origin = Assert.Single(template.ResourcesOf("routes", "Microsoft.Cdn/profiles/originGroups/origins"))["properties"]!;
        var routes = template.ResourcesOf("routes", Route);

        Assert.Equal("[parameters('originHostName')]", Text(origin["hostName"]));
        Assert.Equal("[parameters('originHostName')]", Text(origin["originHostHeader"]));
        Assert.True(origin["enforceCertificateNameCheck"]!.GetValue<bool>());
        Assert.Equal(["all", "published"], routes.Select(route => ArmTemplate.LastName(Text(route["name"]))).Order(StringComparer.Ordinal));
        Assert.All(routes, route => Assert.StartsWith("[union(variables('common'), ", Text(route["properties"]), StringComparison.Ordinal));
        var common = template.Module("routes")["variables"]!["common"]!;
        Assert.Equal(("HttpsOnly", "Enabled"), (Text(common["forwardingProtocol"]), Text(common["httpsRedirect"])));
        Assert.Equal("[if(empty(parameters('hostName')), 'Enabled', 'Disabled')]", Text(common["linkToDefaultDomain"]));
        Assert.Contains(
            "reference('app').outputs.hostName.value",
            Text(template.ArgumentsOf("routes")["originHostName"]!["value"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_published_documents_are_cached()
    {
        var template = await ArmTemplate.OfMainAsync();
        var patterns = template.Module("routes")["variables"]!["published"]!.AsArray().Select(Text).ToList();
        string[] kept =
        [
            PublicRoutes.DidDocument, PublicRoutes.KeySet, PublicRoutes.SignerCertificates, PublicRoutes.SignerList,
            PublicRoutes.HealthCardKeySet, PublicRoutes.RevokedHealthCards, PublicRoutes.RevokedHealthCardsOfService,
            PublicRoutes.Revocations, PublicRoutes.RevocationShard, PublicRoutes.FormatRevocations, PublicRoutes.FormatRevocationShard,
            PublicRoutes.Api, PublicRoutes.Types, PublicRoutes.Trust,
        ];
        string[] others =
        [
            PublicRoutes.Verify, PublicRoutes.CheckRevocation, "health/ready", "certificates/4711/credential.json", "operations/overview",
            "divoc/api/v1/certify", "",
        ];

        Assert.All(kept, route => Assert.Contains(patterns, pattern => Matches(pattern, route)));
        Assert.All(others, route => Assert.DoesNotContain(patterns, pattern => Matches(pattern, route)));
        var routes = template.ResourcesOf("routes", Route)
            .ToDictionary(route => LastName(Text(route["name"])), route => Text(route["properties"]));
        Assert.Contains("'cacheConfiguration'", routes["published"], StringComparison.Ordinal);
        Assert.Contains("variables('published')", routes["published"], StringComparison.Ordinal);
        Assert.DoesNotContain("cacheConfiguration", routes["all"], StringComparison.Ordinal);
        Assert.Contains("'/*'", routes["all"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_firewall_blocks_floods_from_one_address_and_likely_attacks_but_does_not_inspect_certificates()
    {
        var firewall = Assert.Single((await ArmTemplate.OfMainAsync()).ResourcesOf("entry", Firewall))["properties"]!;
        var rules = firewall["customRules"]!["rules"]!.AsArray();

        Assert.Equal("Prevention", Text(firewall["policySettings"]!["mode"]));
        Assert.Equal(("RateLimitRule", "Block"), (Text(rules[0]!["ruleType"]), Text(rules[0]!["action"])));
        Assert.Equal("[parameters('requestsPerMinute')]", Text(rules[0]!["rateLimitThreshold"]));
        Assert.Equal("SocketAddr", Text(rules[0]!["groupBy"]![0]!["variableName"]));
        Assert.True(
            rules[0]!["priority"]!.GetValue<int>() < rules[1]!["priority"]!.GetValue<int>(),
            "The limit comes first: a rule that allows ends the others.");

        var pattern = Text((await ArmTemplate.OfMainAsync()).Module("entry")["variables"]!["presentedCertificate"]);
        Assert.Equal("Allow", Text(rules[1]!["action"]));
        Assert.Matches(pattern, $"/{PublicRoutes.Verify}");
        Assert.Matches(pattern, $"https://certificates.health.example.org:443/{PublicRoutes.Verify}");
        Assert.DoesNotMatch(pattern, $"https://certificates.health.example.org/divoc/api/v1/certify?a=/{PublicRoutes.Verify}");
        Assert.DoesNotMatch(pattern, $"https://certificates.health.example.org/operations/{PublicRoutes.Verify}");
        var managed = Text(firewall["managedRules"]!["managedRuleSets"]);
        Assert.Contains("equals(parameters('tier'), 'Premium')", managed, StringComparison.Ordinal);
        Assert.Contains("'Microsoft_DefaultRuleSet'", managed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_firewall_protects_every_host_name_and_its_log_contains_no_personal_data()
    {
        var template = await ArmTemplate.OfMainAsync();
        var policy = Assert.Single(template.ResourcesOf("entry", "Microsoft.Cdn/profiles/securityPolicies"))["properties"]!["parameters"]!;
        var domains = Text(policy["associations"]![0]!["domains"]);

        Assert.Contains("Microsoft.Cdn/profiles/afdEndpoints", domains, StringComparison.Ordinal);
        Assert.Contains("Microsoft.Cdn/profiles/customDomains", domains, StringComparison.Ordinal);
        Assert.Equal("/*", Text(policy["associations"]![0]!["patternsToMatch"]![0]));
        var logs = Assert.Single(template.ResourcesOf("entry", "Microsoft.Insights/diagnosticSettings"))["properties"]!["logs"]!.AsArray();
        Assert.Equal(["FrontDoorWebApplicationFirewallLog"], logs.Select(log => Text(log!["category"])));
        var scrubbed = template.Module("entry")["variables"]!["scrubbed"]!.AsArray().Select(Text);
        Assert.Superset(
            new HashSet<string>(["QueryStringArgNames", "RequestBodyJsonArgNames", "RequestHeaderNames", "RequestUri"]),
            scrubbed.ToHashSet());
    }

    [Fact]
    public async Task The_app_accepts_calls_only_from_this_Front_Door_and_packages_from_anywhere()
    {
        var template = await ArmTemplate.OfMainAsync();
        var site = Assert.Single(template.ResourcesOf("app", "Microsoft.Web/sites"))["properties"]!["siteConfig"]!;
        var allowed = template.Module("app")["variables"]!["fromFrontDoor"]!;

        Assert.Equal("[if(empty(parameters('frontDoorId')), 'Allow', 'Deny')]", Text(site["ipSecurityRestrictionsDefaultAction"]));
        Assert.Equal(
            "[if(empty(parameters('frontDoorId')), createArray(), createArray(variables('fromFrontDoor')))]",
            Text(site["ipSecurityRestrictions"]));
        Assert.Equal(
            ("ServiceTag", "AzureFrontDoor.Backend", "Allow"), (Text(allowed["tag"]), Text(allowed["ipAddress"]), Text(allowed["action"])));
        Assert.Equal("[parameters('frontDoorId')]", Text(allowed["headers"]!["x-azure-fdid"]![0]));
        Assert.Contains("outputs', 'frontDoorId'", Text(template.ArgumentsOf("app")["frontDoorId"]!["value"]), StringComparison.Ordinal);
        Assert.False(site["scmIpSecurityRestrictionsUseMain"]!.GetValue<bool>());
        Assert.Contains("outputs', 'address'", Text(template.ArgumentsOf("app")["publicBaseUrl"]!["value"]), StringComparison.Ordinal);
    }

    /// <summary>A pattern of Front Door, in which a star at the end stands for anything.</summary>
    private static bool Matches(string pattern, string route)
    {
        return Regex.IsMatch($"/{route}", $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$");
    }
}
