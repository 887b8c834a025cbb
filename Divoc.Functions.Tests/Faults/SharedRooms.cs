using System.Security.Cryptography;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Hosting;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.LinkedData.Proofs;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Formats.SmartHealthCard;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// What all simulated programs share: the keys, and rooms that are costly to build and remember nothing. Everything else is made anew for
/// each program, so that nothing in memory outlives a stop.
/// </summary>
internal sealed class SharedRooms : IDisposable
{
    /// <summary>Who calls: a partner that is told of everything by a webhook, and that reaches everything.</summary>
    public static readonly Caller Partner = Caller.OfPartner("north", CallerScope.All);

    /// <summary>
    /// With lanes so short that both are used, and a list of all certificates that are not valid so short that some schedules come to
    /// shards.
    /// </summary>
    private static readonly IConfiguration Configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{IntakeOptions.SectionName}:{nameof(IntakeOptions.InteractiveEventsPerMinute)}"] = "3",
            [$"{StatusOptions.SectionName}:{nameof(StatusOptions.WholeList)}"] = "1",
            [$"{SmartHealthCardOptions.SectionName}:{nameof(SmartHealthCardOptions.Issuer)}"] = "https://cards.example.org/faults",
            [$"Divoc:Partners:{Partner.Name}:KeySha256"] = new string('a', 64),
            [$"Divoc:Partners:{Partner.Name}:Webhook:Url"] = "https://partner.example/hook",
            [$"Divoc:Partners:{Partner.Name}:Webhook:Secret"] = $"whsec_{Convert.ToBase64String(new byte[32])}",
        })
        .Build();

    private readonly TemporaryFolder folder = new();
    private readonly KeyFileSigningKeys key;
    private readonly GatedSigningKeys gatedKeys;
    private readonly ServiceProvider rooms;

    public SharedRooms()
    {
        using (var cardKey = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            File.WriteAllText(folder.PathOf("signing-key-2.pem"), $"For {CardKeys.Purpose}\n{cardKey.ExportPkcs8PrivateKeyPem()}\n");
        }

        key = KeyFileSigningKeys.Open(Cards.KeyFileIn(folder));
        gatedKeys = new GatedSigningKeys(key);
        var published = key.GetPublishedKeysAsync(CancellationToken.None).GetAwaiter().GetResult();
        CardKey = published.Single(one => one.Algorithm == CardKeys.Use.Algorithm);
        PublicKey = published.Single(one => one != CardKey);
        rooms = Common().BuildServiceProvider();
        Suite = new RsaSignature2018(DivocContexts.Of(rooms.GetRequiredService<IOptions<CredentialOptions>>().Value));
    }

    /// <summary>The public half of the key that signs health cards.</summary>
    public PublishedKey CardKey { get; }

    /// <summary>The public half of the key that signs all else.</summary>
    public PublishedKey PublicKey { get; }

    /// <summary>Checks proofs.</summary>
    public RsaSignature2018 Suite { get; }

    /// <summary>What the start of a program does before it takes anything: no key is missing.</summary>
    /// <param name="store">Its store, past the schedule.</param>
    /// <param name="clock">Its clock.</param>
    public SigningKeyCheck CheckKeys(IArtifactStore store, TimeProvider clock)
    {
        var check = new SigningKeyCheck(
            new RememberedKeyList(new RegistryDocuments(store), clock), key, clock, NullLogger<SigningKeyCheck>.Instance);
        Assert.Empty(Task.Run(() => check.FindMissingAsync(CancellationToken.None)).GetAwaiter().GetResult());
        return check;
    }

    /// <summary>The rooms of one program.</summary>
    public ServiceProvider Build(
        SigningKeyCheck check, IArtifactStore store, IMessageQueue events, IMessageQueue bulk, IMessageQueue changes,
        IMessageQueue webhooks, ILedgerSubscriber subscriber, TimeProvider clock, FaultLog log)
    {
        var services = Common();
        services.AddSingleton(clock);
        services.AddSingleton(check);
        services.AddSingleton(store);
        services.AddKeyedSingleton(QueueNames.CertificationEvents, events);
        services.AddKeyedSingleton(QueueNames.BulkCertificationEvents, bulk);
        services.AddKeyedSingleton(QueueNames.CertificateChanges, changes);
        services.AddKeyedSingleton(QueueNames.CertificateWebhooks, webhooks);
        services.AddKeyedSingleton<IMessageQueue>(QueueNames.CertificateUploads, new InMemoryMessageQueue(clock));
        services.AddSingleton(subscriber);
        services.AddLogging(logging => logging.AddProvider(log));
        Share<FontLibrary>(services);
        Share<IPrintableText>(services);
        Share<VaccineCodes>(services);
        Share<TemplateSet>(services);
        Share<PageMaker>(services);
        Share<RequestValidator>(services);
        return services.BuildServiceProvider();
    }

    public void Dispose()
    {
        rooms.Dispose();
        key.Dispose();
        folder.Dispose();
    }

    private ServiceCollection Common()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(Configuration);
        services.AddDivoc(Configuration);
        services.AddSingleton<ISigningKeys>(gatedKeys);
        services.AddSingleton<IPdfWriter>(new ShortPageWriter());
        return services;
    }

    private void Share<T>(ServiceCollection services) where T : class
    {
        services.RemoveAll<T>();
        services.AddSingleton(rooms.GetRequiredService<T>());
    }
}
