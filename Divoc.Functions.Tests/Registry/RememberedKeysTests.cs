using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Certificates;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Tests.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Registry;

public sealed class RememberedKeysTests : IAsyncLifetime
{
    private const string Kid = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    /// <summary>The key of RFC 7638 section 3.1.</summary>
    private const string Modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly IssuingBench bench = new();
    private readonly FakeTimeProvider time = new(Start);
    private readonly List<string> written = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;


    public ValueTask InitializeAsync()
    {
        NoteWrites();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_key_is_remembered_once_before_the_first_artifact_signed_with_it_is_stored()
    {
        using var recorder = new WriteRecorder();
        var (first, second) = (Certification("PE-1"), Certification("PE-2"));
        var kid = await bench.KidAsync();
        await bench.DeliverAsync(first);
        await bench.DeliverAsync(second);

        Assert.Equal(
            [
                $"keys/{kid}.json", $"{first.CertificateId}/credential.json", $"ledgers/{first.Ledger}.json",
                $"{second.CertificateId}/credential.json", $"ledgers/{second.Ledger}.json",
            ],
            written);
        Assert.Equal(["KeyRemembered"], recorder.Of(kid));
    }

    [Fact]
    public async Task A_key_is_remembered_before_the_first_revocation_list_signed_with_it_is_stored()
    {
        await bench.Get<StatusPublisher>().PublishAsync(null, Token);

        Assert.Equal([$"keys/{await bench.KidAsync()}.json", "revocations.json"], written);
    }

    [Fact]
    public async Task A_remembered_key_verifies_what_the_key_signed()
    {
        await bench.RememberKeyAsync();
        var key = JsonSerializer.Deserialize(await StoredAsync(await bench.KidAsync()), RegistryJson.Compact.RememberedKey)!;
        var digest = SHA256.HashData("event"u8);
        var signature = await bench.Get<ISigningKeys>()
            .SignDigestAsync(new(DivocKeys.Purpose, key.Algorithm), digest, SigningLane.Interactive, Token);
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key.PublicKey["n"]),
            Exponent = Base64Url.DecodeFromChars(key.PublicKey["e"]),
        });

        Assert.Equal((signature.KeyId, "divoc", SignatureAlgorithm.PS256), (key.Kid, key.Purpose, key.Algorithm));
        Assert.Equal(key.Kid, PublishedKey.Of(rsa).KeyId);
        Assert.True(rsa.VerifyHash(digest, signature.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    /// <summary>A key that is named for no purpose is written as before there were any.</summary>
    [Theory]
    [InlineData("key-1.json")]
    [InlineData("key-1-purposes.json", "status", "vc")]
    public async Task Form_1_is_written_and_read_byte_for_byte(string file, params string[] purposes)
    {
        await ProcessWith(madeByProgram: true, purposes).RememberAsync(Kid, Token);
        var golden = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Registry", "Forms", file), Token);
        var read = JsonSerializer.Deserialize(golden, RegistryJson.Compact.RememberedKey);

        Assert.Equal(golden, System.Text.Encoding.UTF8.GetString(await StoredAsync(Kid)));
        Assert.Equal(golden, JsonSerializer.Serialize(read, RegistryJson.Compact.RememberedKey));
    }

    [Fact]
    public async Task Form_1_with_a_certificate_is_written_and_read_byte_for_byte()
    {
        await ProcessWith([1, 2, 3], madeByProgram: true).RememberAsync(Kid, Token);
        var golden = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests", "Registry", "Forms", "key-1-certificates.json"), Token);

        Assert.Equal(golden, System.Text.Encoding.UTF8.GetString(await StoredAsync(Kid)));
        Assert.Equal(golden, JsonSerializer.Serialize(await ReadAsync(Kid), RegistryJson.Compact.RememberedKey));
    }

    /// <summary>
    /// What it signed under an earlier certificate is named by that one. A key that signed before it had any gets its first.
    /// </summary>
    [Fact]
    public async Task Certificates_are_added_to_a_remembered_key_and_never_removed()
    {
        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);
        Assert.Null((await ReadAsync(Kid)).Certificates);
        await ProcessWith([1], madeByProgram: false).RememberAsync(Kid, Token);
        await ProcessWith([1], madeByProgram: false).RememberAsync(Kid, Token);
        await ProcessWith([2], madeByProgram: false).RememberAsync(Kid, Token);
        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);

        Assert.Equal(["AQ==", "Ag=="], (await ReadAsync(Kid)).Certificates!);
        Assert.Equal(3, written.Count);
    }

    /// <summary>All that verifying needs is there already.</summary>
    [Fact]
    public async Task A_key_remembered_for_every_purpose_is_not_requested_while_its_key_store_is_unavailable()
    {
        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);
        var store = new RotatingKey { IsOut = true };
        await new RememberedKeys(bench.Get<RegistryDocuments>(), ListAsOfNow(), store, time).RememberAsync(Kid, Token);

        Assert.Single(written);
    }

    [Fact]
    public async Task An_existing_key_document_stays_unchanged_and_each_process_reads_it_once()
    {
        await ProcessWith(madeByProgram: true).RememberAsync(Kid, Token);
        var before = await StoredAsync(Kid);
        time.Advance(TimeSpan.FromDays(1));
        var reads = 0;
        bench.Store.BeforeRead = name => Task.FromResult(reads += name.Name == $"keys/{Kid}.json" ? 1 : 0);
        var later = ProcessWith(madeByProgram: true);
        await later.RememberAsync(Kid, Token);
        await later.RememberAsync(Kid, Token);

        Assert.Equal(1, reads);
        Assert.Equal([$"keys/{Kid}.json"], written);
        Assert.Equal(before, await StoredAsync(Kid));
    }

    /// <summary>
    /// What was made for one machine and is used beyond it must not be lost any more; nor a key that was retired and is back.
    /// </summary>
    [Fact]
    public async Task A_key_used_beyond_one_machine_is_remembered_as_a_key_that_must_not_be_missing()
    {
        await ProcessWith(madeByProgram: true).RememberAsync(Kid, Token);
        time.Advance(TimeSpan.FromDays(1));
        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);
        var relied = await ReadAsync(Kid);
        Assert.Equal((false, true, Start), (relied.MadeByProgram, relied.IsNeeded, relied.RememberedAt));

        await ListAsOfNow().RetireAsync(Kid, "lost", Token);
        var retired = await ReadAsync(Kid);
        Assert.Equal((Start.AddDays(1), "lost", false), (retired.RetiredAt, retired.RetiredFor, retired.IsNeeded));

        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);
        Assert.Equal(relied with { PublicKey = retired.PublicKey }, (await ReadAsync(Kid)) with { PublicKey = retired.PublicKey });
        Assert.Equal(4, written.Count);
    }

    /// <summary>What it signed for a purpose stays valid, so that none is ever taken away.</summary>
    [Fact]
    public async Task Purposes_are_added_to_a_remembered_key_and_never_removed()
    {
        await ProcessWith(madeByProgram: false, "status").RememberAsync(Kid, Token);
        await ProcessWith(madeByProgram: false, "status").RememberAsync(Kid, Token);
        Assert.Equal(["status"], (await ReadAsync(Kid)).Purposes!);
        await ProcessWith(madeByProgram: false, "vc").RememberAsync(Kid, Token);
        var both = await ReadAsync(Kid);
        Assert.Equal(["status", "vc"], both.Purposes!);
        Assert.True(both.Served(new KeyPurpose("vc")));
        Assert.False(both.Served(DivocKeys.Purpose));

        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);
        await ProcessWith(madeByProgram: false, "status").RememberAsync(Kid, Token);
        var every = await ReadAsync(Kid);
        Assert.Null(every.Purposes);
        Assert.True(every.Served(DivocKeys.Purpose));
        Assert.Equal(3, written.Count);
    }

    /// <summary>Two processes with other settings, as during a deployment.</summary>
    [Fact]
    public async Task Purposes_known_to_one_process_are_added_to_those_written_by_another_process()
    {
        var (first, second) = (ProcessWith(madeByProgram: false, "vc"), ProcessWith(madeByProgram: false, "status"));
        bench.Store.BeforeWrite = (_, _) =>
        {
            NoteWrites();
            return second.RememberAsync(Kid, Token);
        };
        await first.RememberAsync(Kid, Token);

        Assert.Equal(["status", "vc"], (await ReadAsync(Kid)).Purposes!);
    }

    [Fact]
    public async Task A_key_is_retired_once_and_only_if_it_is_remembered()
    {
        Assert.Null(await ListAsOfNow().RetireAsync(Kid, "lost", Token));
        await ProcessWith(madeByProgram: false).RememberAsync(Kid, Token);
        var retired = await ListAsOfNow().RetireAsync(Kid, "lost", Token);
        time.Advance(TimeSpan.FromDays(1));
        var again = await ListAsOfNow().RetireAsync(Kid, "another reason", Token);

        Assert.Equal((Start, "lost"), (retired!.RetiredAt, retired.RetiredFor));
        Assert.Equal((Start, "lost"), (again!.RetiredAt, again.RetiredFor));
    }

    [Fact]
    public async Task If_two_processes_write_at_the_same_time_the_first_one_wins_and_both_continue()
    {
        var (first, second) = (ProcessWith(madeByProgram: true), ProcessWith(madeByProgram: true));
        bench.Store.BeforeWrite = async (_, _) =>
        {
            NoteWrites();
            await second.RememberAsync(Kid, Token);
            time.Advance(TimeSpan.FromMinutes(1));
        };
        time.Advance(TimeSpan.FromHours(1));
        await first.RememberAsync(Kid, Token);
        var stored = await StoredAsync(Kid);
        await first.RememberAsync(Kid, Token);

        Assert.Equal([$"keys/{Kid}.json"], written);
        Assert.Equal(stored, await StoredAsync(Kid));
        Assert.Equal(Start.AddHours(1), JsonSerializer.Deserialize(stored, RegistryJson.Compact.RememberedKey)!.RememberedAt);
    }

    /// <summary>
    /// Nothing is stored and no attempt is used up, whether the look, the write or only its answer is lost; the next delivery goes through.
    /// </summary>
    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("answer")]
    public async Task An_event_waits_while_the_store_is_unavailable(string lost)
    {
        var certification = Certification("PE-1");
        bench.Store.BeforeRead = name => Cut(lost == "read", name);
        bench.Store.BeforeWrite = (_, name) => Cut(lost == "write", name);
        bench.Store.AfterWrite = (_, name) => Cut(lost == "answer", name);
        var cut = await bench.DeliverAsync(certification);
        var artifacts = await bench.ArtifactsAsync();
        (bench.Store.BeforeRead, bench.Store.BeforeWrite, bench.Store.AfterWrite) = (null, null, null);
        var next = await bench.DeliverAsync(certification);

        Assert.NotNull(cut.WaitedForOutage);
        Assert.Empty(artifacts);
        Assert.True(next.IsUntouched);
        Assert.NotEmpty(await StoredAsync(await bench.KidAsync()));
        Assert.NotEmpty(await bench.ArtifactsAsync());
    }

    [Fact]
    public async Task An_event_waits_while_its_signing_key_is_not_published_and_nothing_is_stored()
    {
        await using var other = new IssuingBench(services => services.AddSingleton<ISigningKeys>(provider => new Unpublished()));
        var delivery = await other.DeliverAsync(Certification("PE-1"));

        Assert.NotNull(delivery.WaitedForOutage);
        Assert.Equal(0, other.Store.Writes);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://0.0.0.0:0", false)]
    public async Task A_key_made_by_the_embedded_host_counts_as_made_by_the_program_only_on_loopback(string url, bool madeByProgram)
    {
        await using var host = await TestHost.StartAsync(builder => builder.Services.RemoveAll<ISampleSettings>(), "--urls", url);
        var published = Assert.Single(await host.Services.GetRequiredService<ISigningKeys>().GetPublishedKeysAsync(Token));
        await host.Services.GetRequiredService<RememberedKeys>().RememberAsync(published.KeyId, Token);
        var stored = await host.Services.GetRequiredService<IArtifactStore>().GetAsync(NameOf(published.KeyId), Token);

        Assert.Equal(madeByProgram, JsonSerializer.Deserialize(stored!.Bytes.Span, RegistryJson.Compact.RememberedKey)!.MadeByProgram);
    }

    private static Task Cut(bool isDown, ArtifactName name)
    {
        return isDown && name.Name.StartsWith("keys/", StringComparison.Ordinal)
            ? throw new StoreUnavailableException("cut")
            : Task.CompletedTask;
    }

    private static ArtifactName NameOf(string kid) => new(RegistryDocuments.Container, $"keys/{kid}.json");

    private static CertificationEvent Certification(string code)
    {
        return EventBuilder.Certification(EventBuilder.Vaccination(code: code), CertificateShape.VaccinationV1);
    }

    private void NoteWrites()
    {
        bench.Store.BeforeWrite = (_, name) =>
        {
            written.Add(name.Name);
            return Task.CompletedTask;
        };
    }

    private async Task<byte[]> StoredAsync(string kid) => (await bench.Store.GetAsync(NameOf(kid), Token))!.Bytes.ToArray();

    private async Task<RememberedKey> ReadAsync(string kid) =>
        JsonSerializer.Deserialize(await StoredAsync(kid), RegistryJson.Compact.RememberedKey)!;

    private RememberedKeyList ListAsOfNow() => new(bench.Get<RegistryDocuments>(), time);

    /// <summary>What another process over the same store has of it.</summary>
    private RememberedKeys ProcessWith(bool madeByProgram, params string[] purposes) => ProcessWith(null, madeByProgram, purposes);

    private RememberedKeys ProcessWith(byte[]? certificate, bool madeByProgram, params string[] purposes)
    {
        using var rsa = RSA.Create(
            new RSAParameters { Modulus = Base64Url.DecodeFromChars(Modulus), Exponent = Base64Url.DecodeFromChars("AQAB") });
        var key = PublishedKey.Of(rsa, madeByProgram).For([.. purposes.Select(name => new KeyPurpose(name))]);
        var published = certificate is null ? key : key.CertifiedBy([new KeyCertificate(certificate, key.PublicKeyInfo)]);
        return new RememberedKeys(bench.Get<RegistryDocuments>(), ListAsOfNow(), new Published(published), time);
    }

    private sealed class Published(PublishedKey key) : ISigningKeys
    {
        public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PublishedKey>>([key]);

        public Task<T> SignAsync<T>(
            SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class Unpublished : ISigningKeys
    {
        public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PublishedKey>>([]);

        public async Task<T> SignAsync<T>(
            SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
        {
            using var rsa = RSA.Create(2048);
            return await sign(
                new ChosenKey(
                    use,
                    PublishedKey.Of(rsa),
                    (digest, _) => Task.FromResult(rsa.SignHash(digest.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))),
                cancellationToken);
        }
    }
}
