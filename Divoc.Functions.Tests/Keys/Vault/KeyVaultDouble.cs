using System.Collections.Concurrent;
using System.Net;
using Divoc.Functions.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// A key vault in this process, over https on a free port of this machine: keys with versions, challenge, rate limit; beside it, over http,
/// the managed identity that gives tokens for it. <see cref="IsDown"/> cuts it off. <see cref="Environment"/> is what the program as a
/// process of its own needs.
/// </summary>
internal sealed class KeyVaultDouble : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> PatientTimes = new()
    {
        [$"{KeyVaultOptions.SectionName}:{nameof(KeyVaultOptions.TryTimeout)}"] = "00:00:30",
        [$"{KeyVaultOptions.SectionName}:{nameof(KeyVaultOptions.CallTimeout)}"] = "00:05:00",
    };

    private readonly ConcurrentDictionary<string, VaultDoubleKey> keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> calls = [];
    private readonly WebApplication application;
    private readonly bool ownsCertificate;
    private int throttled;
    private int refusals;
    private volatile Func<Task>? beforeSignature;

    private KeyVaultDouble(VaultDoubleOptions options, KeyVaultDouble? sister)
    {
        Options = options;
        Identity = sister?.Identity ?? new VaultIdentity();
        Certificate = sister?.Certificate ?? new VaultCertificate();
        ownsCertificate = sister is null;
        Window = new VaultWindow(options);
        Credential = new VaultCredential(Identity);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(Certificate.Value));
            server.Listen(IPAddress.Loopback, 0);
        });
        application = builder.Build();
        Identity.Map(application);
        new VaultCallHandler(this).Map(application);
    }

    public VaultDoubleOptions Options { get; }

    public VaultIdentity Identity { get; }

    public VaultCertificate Certificate { get; }

    public VaultWindow Window { get; }

    /// <summary>The identity for clients in this process.</summary>
    public VaultCredential Credential { get; }

    /// <summary>While it is true every call finds its connection cut.</summary>
    public bool IsDown { get; set; }

    /// <summary>How long every call takes longer; may be infinite.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The status with which every signature is refused; 0 for none.</summary>
    public int SignFault { get; set; }

    /// <summary>
    /// What a token that is worthless is told to claim, as continuous access evaluation does; null for the usual challenge.
    /// </summary>
    public string? Claims { get; set; }

    /// <summary>Changes signatures on their way, when set.</summary>
    public Func<byte[], byte[]>? Falsify { get; set; }

    /// <summary>The vault's address, ending with a slash.</summary>
    public Uri VaultUrl => new(application.Urls.Single(url => url.StartsWith("https", StringComparison.Ordinal)) + "/");

    /// <summary>The resource of its tokens.</summary>
    public string Resource => Options.Resource ?? VaultUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>The calls that came through, by method and path, in their order.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    /// <summary>Calls that were refused for their rate.</summary>
    public int Throttled => throttled;

    /// <summary>Signatures made by all keys.</summary>
    public int Signatures => keys.Values.SelectMany(key => key.Versions).Sum(version => version.Signatures);

    /// <summary>
    /// The environment of a process that is to sign with the given keys: where they are, whom to ask for tokens, which certificate to
    /// trust.
    /// </summary>
    public Dictionary<string, string> Environment(params VaultDoubleKey[] signing) => new()
    {
        ["Divoc__KeyVault__Keys"] = string.Join(',', signing.Select(key => key.Address)),
        ["IDENTITY_ENDPOINT"] = application.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal)) + VaultIdentity.Path,
        ["IDENTITY_HEADER"] = Identity.Header,
        ["AZURE_TOKEN_CREDENTIALS"] = "ManagedIdentityCredential",
        ["SSL_CERT_FILE"] = Certificate.FilePath,
    };

    /// <summary>Starts a vault.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="sister">Another vault with the same identity and certificate, so that one client can use both.</param>
    public static async Task<KeyVaultDouble> StartAsync(VaultDoubleOptions? options = null, KeyVaultDouble? sister = null)
    {
        var vault = new KeyVaultDouble(options ?? new VaultDoubleOptions(), sister);
        await vault.application.StartAsync();
        return vault;
    }

    /// <summary>Makes a key with one version, two days old unless told otherwise.</summary>
    public VaultDoubleKey AddKey(
        string name = "signing-rsa", VaultDoubleKind kind = VaultDoubleKind.Rsa, int sizeInBits = 2048, DateTimeOffset? created = null)
    {
        var key = new VaultDoubleKey(VaultUrl, name, kind, sizeInBits);
        key.Rotate(created ?? Options.Time.GetUtcNow().AddDays(-2));
        keys[name] = key;
        return key;
    }

    public VaultDoubleKey? Find(string name) => keys.GetValueOrDefault(name);

    /// <summary>Has something happen in the midst of a signature: once it is asked for, and before it is made.</summary>
    /// <param name="number">Which signature, counted from now on.</param>
    /// <param name="interruption">What happens. Only one can be waited for at a time.</param>
    /// <returns>Ends when it has happened.</returns>
    public Task InterruptAsync(int number, Func<Task> interruption)
    {
        var left = number;
        var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        beforeSignature = async () =>
        {
            if (Interlocked.Decrement(ref left) != 0)
            {
                return;
            }

            try
            {
                await interruption();
                happened.SetResult();
            }
            catch (Exception fault)
            {
                happened.SetException(fault);
                throw;
            }
        };
        return happened.Task;
    }

    /// <summary>A signature is asked for.</summary>
    public Task SignatureAskedAsync() => beforeSignature?.Invoke() ?? Task.CompletedTask;

    /// <summary>Refuses the next calls for their rate, whatever the limit says.</summary>
    public void RefuseNext(int count) => Interlocked.Exchange(ref refusals, count);

    /// <summary>Counts a call. Returns null if the limit allows it.</summary>
    public TimeSpan? Take(string call, double weight)
    {
        var pause = Interlocked.Decrement(ref refusals) >= 0 ? Options.RetryAfter ?? TimeSpan.FromSeconds(1) : Window.Take(weight);
        if (pause is null)
        {
            calls.Enqueue(call);
        }
        else
        {
            Interlocked.Increment(ref throttled);
        }

        return pause;
    }

    /// <summary>Registers signing keys of this vault for a program in this process, in the place of the key file.</summary>
    public IServiceCollection Register(IServiceCollection services, params VaultDoubleKey[] signing) =>
        Register(services, new Dictionary<string, string>(), signing);

    /// <summary>
    /// The same, with more settings below <c>Divoc:KeyVault</c>. Unless they say otherwise, a call has the time that a busy machine takes.
    /// </summary>
    public IServiceCollection Register(
        IServiceCollection services, IReadOnlyDictionary<string, string> settings, params VaultDoubleKey[] signing)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(PatientTimes).AddInMemoryCollection(settings
            .ToDictionary(setting => $"{KeyVaultOptions.SectionName}:{setting.Key}", setting => (string?)setting.Value)
            .Append(new($"{KeyVaultOptions.SectionName}:Keys", string.Join(',', signing.Select(key => key.Address))))).Build();
        services.AddSingleton<Azure.Core.TokenCredential>(Credential);
        return services.AddKeyVaultSigningKeys(configuration, client => client.Transport = Certificate.Transport());
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(CancellationToken.None);
        await application.DisposeAsync();
        foreach (var version in keys.Values.SelectMany(key => key.Versions))
        {
            version.Dispose();
        }

        if (ownsCertificate)
        {
            Certificate.Dispose();
        }
    }
}
