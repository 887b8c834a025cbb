using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Verification;

/// <summary>
/// Issues certificates of an invented person, over a real store and key, and verifies them at a time of the test's choice.
/// </summary>
internal sealed class VerificationBench : IAsyncDisposable
{
    // Making a key takes longer than all else.
    private static readonly Lazy<ISigningKeys> Key = new(OpenKey);

    public VerificationBench(string trustedIssuers = "", Action<IServiceCollection>? configure = null)
    {
        Issuing = new IssuingBench(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton(Key.Value);
            services.Configure<TrustedIssuerOptions>(options => options.TrustedIssuers = trustedIssuers);
            configure?.Invoke(services);
        });
    }

    public SettableClock Clock { get; } = new() { UtcNow = new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero) };

    public IssuingBench Issuing { get; }

    public CertificateVerifier Verifier => Issuing.Get<CertificateVerifier>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static CertificationEvent Event(CertificateShape shape, string code = "PE-1001")
    {
        return EventBuilder.Certification(EventBuilder.Of(shape) with { PreEnrollmentCode = code }, shape);
    }

    /// <summary>Issues a certificate; returns its credential's bytes.</summary>
    public async Task<byte[]> IssueAsync(CertificationEvent certification)
    {
        Assert.True((await Issuing.DeliverAsync(certification)).IsUntouched);
        var stored = await Issuing.Store.GetAsync(TestArtifacts.Credential(certification.CertificateId), Token);
        return stored!.Bytes.ToArray();
    }

    public Task<byte[]> IssueAsync(CertificateShape shape) => IssueAsync(Event(shape));

    /// <summary>Signs with our key what the registry never lists.</summary>
    public async Task<byte[]> SignAsync(CertificateShape shape)
    {
        var certification = Event(shape);
        var source = new CredentialSource(certification.CertificateId, certification.AcceptedAt, Clock.UtcNow, certification.Event);
        return (await Issuing.Get<CredentialFormats>()
            .Issuing(source.Event.Type, source.Event.Version, source.Event.Shape)!
            .WriteAsync(source, Issuing.Get<ISigningKeys>(), SigningLane.Interactive, Token)).Bytes
            .ToArray();
    }

    /// <summary>Something happens to an issued certificate.</summary>
    public async Task ChangeAsync(CertificationEvent certification, params StateChange[] changes)
    {
        var registry = Issuing.Get<LedgerStore>();
        var read = await registry.ReadAsync(certification.Ledger, Token);
        var version = read.Ledger.Find(certification.CertificateId)!;
        var changed = read.Ledger.WithChanged(changes.Aggregate(version, (current, change) => current.With(change)));
        Assert.NotNull(await registry.TryChangeAsync(read, changed, Token));
    }

    public Task<Verdict> VerifyAsync(ReadOnlyMemory<byte> payload) => Verifier.VerifyAsync(payload, Token);

    public Task<Verdict> VerifyAsync(JsonElement credential) => VerifyAsync(JsonSerializer.SerializeToUtf8Bytes(credential));

    public ValueTask DisposeAsync() => Issuing.DisposeAsync();

    private static KeyFileSigningKeys OpenKey()
    {
        using var folder = new TemporaryFolder();
        return KeyFileSigningKeys.Open(folder.PathOf("key.pem"));
    }
}
