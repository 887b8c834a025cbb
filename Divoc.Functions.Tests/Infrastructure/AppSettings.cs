using System.Text.Json.Nodes;
using Divoc.Functions.Events;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Messaging;
using Divoc.Functions.Portal;
using Divoc.Functions.Status;
using Divoc.Functions.Storage.Blob;
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

    /// <summary>What the program's validators find wrong.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. Faults(new BlobStorageOptionsValidator(), Bind<BlobStorageOptions>(BlobStorageOptions.SectionName)),
        .. KeyVaultOptions.AreSet(Configuration)
            ? Faults(new KeyVaultOptionsValidator([DivocKeys.Purpose, StatusPublisher.Purpose]), KeyVault())
            : [],
        .. ConnectionFaults(),
        .. Faults(new IssuerOptionsValidator(), Bind<IssuerOptions>(IssuerOptions.SectionName)),
        .. Faults(new PublicAddressOptionsValidator(), Bind<PublicAddressOptions>(PublicAddressOptions.SectionName)),
        .. Faults(new CredentialOptionsValidator(), Bind<CredentialOptions>(CredentialOptions.SectionName)),
        .. Faults(new EventsOptionsValidator(Configuration), Bind<EventsOptions>(EventsOptions.SectionName)),
        .. Faults(new HttpOptionsValidator(), Bind<HttpOptions>(HttpOptions.SectionName)),
        .. Faults(new PortalOptionsValidator(), Bind<PortalOptions>(PortalOptions.SectionName)),
    ];

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
        (true, "fullyQualifiedNamespace") => "known-when-deployed.example.org",
        (true, nameof(EventsOptions.Topic)) => "certificate-events",
        (true, nameof(IssuerOptions.Country)) => "LK",
        (true, nameof(PortalOptions.Pages)) => PortalOptions.Verify,
        (true, nameof(PortalOptions.Color)) => "#0F4C6B",
        (true, nameof(PortalOptions.Logo)) => "",
        (true, nameof(IntakeOptions.KeepRequests)) => "30.00:00:00",
        (true, nameof(KeyVaultOptions.PublishBeforeUse)) => "30.00:00:00",
        (true, nameof(KeyVaultOptions.Keys)) => "https://known-when-deployed.example.org/keys/signing-rsa",
        _ => "https://known-when-deployed.example.org/",
    };

    /// <summary>What the queue finds wrong with its connection, which it reads in its own way.</summary>
    private IEnumerable<string> ConnectionFaults()
    {
        using var services = new ServiceCollection().AddServiceBusMessageQueues(Configuration).BuildServiceProvider();
        try
        {
            Assert.NotNull(services.GetRequiredService<IOptions<ServiceBusQueueOptions>>().Value);
            return [];
        }
        catch (OptionsValidationException refused)
        {
            return refused.Failures;
        }
    }

    private static IEnumerable<string> Faults<T>(IValidateOptions<T> validator, T options)
        where T : class => validator.Validate(null, options).Failures ?? [];

    private KeyVaultOptions KeyVault()
    {
        var options = Bind<KeyVaultOptions>(KeyVaultOptions.SectionName);
        options.Keys = KeyVaultOptions.ReadKeys(Configuration.GetSection(KeyVaultOptions.SectionName));
        options.KeysFor = KeyVaultOptions.ReadKeysFor(Configuration.GetSection(KeyVaultOptions.SectionName));
        return options;
    }

    private T Bind<T>(string section)
        where T : class, new() => Configuration.GetSection(section).Get<T>() ?? new T();
}
