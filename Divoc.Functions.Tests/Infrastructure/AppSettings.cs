using System.Text.Json.Nodes;
using Divoc.Functions.Events;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Portal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Infrastructure;

/// <summary>
/// App settings by name, as the template or local.settings.json gives them, judged by the program's own options and validators.
/// </summary>
internal sealed class AppSettings(IReadOnlyDictionary<string, string> values)
{
    private const string ValuesMember = "Values";

    /// <summary>What the template adds to the settings once the app is there.</summary>
    private static readonly string[] KnownWithTheAddress = ["Divoc__PublicBaseUrl", "Divoc__Issuer__VerificationMethod"];

    public IReadOnlyDictionary<string, string> Values { get; } = values;

    private IConfiguration Configuration { get; } = new ConfigurationBuilder()
        .AddInMemoryCollection(
            values.Select(pair => new KeyValuePair<string, string?>(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)))
        .Build();

    /// <summary>
    /// Those of the compiled template. Expressions, which are known only when it is deployed, are replaced by an address or a host.
    /// </summary>
    public static async Task<AppSettings> OfTemplateAsync()
    {
        var template = (await ArmTemplate.OfMainAsync()).Module("app");
        var values = template["variables"]!["settings"]!.AsObject()
            .ToDictionary(pair => pair.Key, pair => Value(pair.Key, ArmTemplate.Text(pair.Value)));
        foreach (var name in KnownWithTheAddress)
        {
            values[name] = Value(name, "[address]");
        }

        return new AppSettings(values);
    }

    /// <summary>Those of local.settings.sample.json.</summary>
    public static AppSettings OfSample() =>
        new(Sample()[ValuesMember]!.AsObject().ToDictionary(pair => pair.Key, pair => ArmTemplate.Text(pair.Value)));

    public static JsonObject Sample() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "local.settings.sample.json")))!.AsObject();

    /// <summary>What all validators of a worker, and those of connections to an embedded host, find wrong.</summary>
    public IEnumerable<string> Faults()
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton(Configuration)
            .AddWorker(Configuration)
            .BuildServiceProvider();
        return FaultsOf(services)
            .Concat(new HttpOptionsValidator().Validate(null, Bind<HttpOptions>(HttpOptions.SectionName)).Failures ?? []);
    }

    /// <summary>The settings that hold sample values, as the program finds them.</summary>
    public IEnumerable<string> SampleValuesInUse() =>
    [
        .. new SampleSettings(
            Options.Create(Bind<IssuerOptions>(IssuerOptions.SectionName)),
            Options.Create(Bind<PublicAddressOptions>(PublicAddressOptions.SectionName))).SampleValuesInUse(),
        .. new DivocSampleSettings(Options.Create(Bind<CredentialOptions>(CredentialOptions.SectionName))).SampleValuesInUse(),
    ];

    /// <summary>The names below <c>Divoc</c> that no options class of the program reads.</summary>
    public IEnumerable<string> UnknownNames() => Values.Keys
        .Where(name => name.StartsWith("Divoc__", StringComparison.Ordinal))
        .Where(name => !SettingNames.All.Any(setting => setting.Is(name.Replace("__", ":", StringComparison.Ordinal))));

    private static string Value(string name, string text) => (text.StartsWith('['), name.Split("__")[^1]) switch
    {
        (false, _) => text,
        // Without it nothing is sent anywhere.
        (true, "APPLICATIONINSIGHTS_CONNECTION_STRING") => "",
        (true, "fullyQualifiedNamespace") => "known-when-deployed.example.org",
        (true, nameof(EventsOptions.Topic)) => "certificate-events",
        (true, nameof(IssuerOptions.Country)) => "LK",
        (true, "TimeZone") => "Asia/Colombo",
        (true, "Issuer") => "https://known-when-deployed.example.org/shc",
        (true, nameof(PortalOptions.Pages)) => PortalOptions.Verify,
        (true, nameof(PortalOptions.Color)) => "#0F4C6B",
        (true, nameof(PortalOptions.Logo)) => "",
        (true, nameof(IntakeOptions.KeepRequests)) => "30.00:00:00",
        (true, nameof(KeyVaultOptions.PublishBeforeUse)) => "30.00:00:00",
        (true, nameof(KeyVaultOptions.Keys)) => "https://known-when-deployed.example.org/keys/signing-rsa",
        _ => "https://known-when-deployed.example.org/",
    };

    private static IEnumerable<string> FaultsOf(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException refused)
        {
            return refused.Failures;
        }
        catch (AggregateException refused)
        {
            return refused.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures);
        }
    }

    private T Bind<T>(string section)
        where T : class, new() => Configuration.GetSection(section).Get<T>() ?? new T();
}
