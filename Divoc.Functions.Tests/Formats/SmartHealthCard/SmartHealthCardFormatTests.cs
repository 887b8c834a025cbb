using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.SmartHealthCard;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Formats.SmartHealthCard;

/// <summary>What is signed, by which key, under which name, and what the QR code holds.</summary>
public sealed class SmartHealthCardFormatTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 3, 1, 9, 30, 15, 678, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SmartHealthCardOptions options = new();
    private readonly PublicAddressOptions address = new();
    private readonly Lazy<GrownBench> bench;

    public SmartHealthCardFormatTests()
    {
        Cards.KeyFileIn(folder);
        bench = new(() => new GrownBench(services =>
        {
            services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
            services.AddSingleton(Microsoft.Extensions.Options.Options.Create(address));
        }));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SmartHealthCardFormat Format =>
        (SmartHealthCardFormat)bench.Value.Bench.Get<CredentialFormats>().Find(SmartHealthCardFormat.FormatName)!;

    public async ValueTask DisposeAsync()
    {
        if (bench.IsValueCreated)
        {
            await bench.Value.DisposeAsync();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task The_JWS_is_signed_by_the_key_of_its_thumbprint_and_is_minified_and_compressed()
    {
        var written = await WriteAsync(Cards.Source(Now, Cards.Vaccination));
        var jws = CardJws.Read(Encoding.ASCII.GetBytes(CardText.OfFile(written.Bytes.Span)))!;
        using var keys = Open();
        var key = (await keys.GetPublishedKeysAsync(Token)).Single(key => key.KeyId == written.Kid);
        var payload = Encoding.UTF8.GetString(jws.Unpack()!);

        Assert.Equal((SignatureAlgorithm.ES256, jws.Kid), (key.Algorithm, written.Kid));
        Assert.True(key.Verifies(SHA256.HashData(jws.SigningInput.Span), jws.Signature.Span));
        Assert.StartsWith("""{"iss":"http://localhost:7071/shc","nbf":1709285355,"exp":""", payload, StringComparison.Ordinal);
        Assert.Contains("Jiřina Červenková", payload, StringComparison.Ordinal);
        Assert.Equal(
            JsonNode.Parse(payload)!
                .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            payload);
    }

    [Fact]
    public async Task The_QR_code_has_two_segments_and_at_most_version_22_and_lowers_its_level_before_it_is_refused()
    {
        var seen = new HashSet<QrErrorCorrection>();
        var refused = false;
        for (var doses = 1; doses <= 40 && !refused; doses += doses < 3 ? 1 : 2)
        {
            var events = Enumerable.Range(1, doses)
                .Select(dose => Cards.Of("Comirnaty", dose, new DateOnly(2024, 1, 1).AddDays(dose * 17)) with
                {
                    Facility = new() { Name = $"{dose * 7919} Clinic {dose}" },
                })
                .ToArray();
            var file = (await WriteAsync(Cards.Source(Now, events))).Bytes;
            try
            {
                var content = Assert.Single(Format.SymbolsOf(file));
                var symbol = QrEncoder.Encode(content);
                Assert.Equal([QrMode.Byte, QrMode.Numeric], content.Segments.Select(segment => segment.Mode));
                Assert.Equal("shc:/", Encoding.ASCII.GetString(content.Segments[0].Data.Span));
                Assert.InRange(symbol.Version, 1, 22);
                seen.Add(symbol.ErrorCorrection);
            }
            catch (EventFailedException fault)
            {
                refused = true;
                Assert.Equal("CARD_TOO_LARGE_FOR_QR", fault.Reason);
                Assert.True(CardText.OfFile(file.Span).Length > 1195);
            }
        }

        Assert.True(refused);
        Assert.Contains(QrErrorCorrection.M, seen);
        Assert.Contains(QrErrorCorrection.L, seen);
    }

    [Theory]
    [InlineData(1195, 22, QrErrorCorrection.L)]
    [InlineData(927, 22, QrErrorCorrection.M)]
    [InlineData(928, 19, QrErrorCorrection.L)]
    public void The_longest_texts_match_the_limits_of_the_framework(int length, int version, QrErrorCorrection level)
    {
        var symbol = QrEncoder.Encode(Assert.Single(Format.SymbolsOf(CardText.FileOf(new string('a', length)))));

        Assert.Equal((version, level), (symbol.Version, symbol.ErrorCorrection));
        Assert.Throws<EventFailedException>(() => Format.SymbolsOf(CardText.FileOf(new string('a', 1196))));
    }

    [Fact]
    public async Task The_name_in_revocation_lists_depends_on_person_disease_and_key_and_is_registered()
    {
        var (first, second) = (Cards.Vaccination, Cards.Of("Spikevax", 2, new DateOnly(2024, 2, 3)));
        var other = first with { PreEnrollmentCode = "SOMEBODY-ELSE" };
        var name = await NameAsync(first, second);
        Assert.Equal(name, await NameAsync(second, first));
        Assert.Equal(name, await NameAsync(first));
        Assert.NotEqual(name, await NameAsync(other));
        Assert.NotEqual(name, await NameAsync(Cards.Test with { PreEnrollmentCode = first.PreEnrollmentCode }));
        Assert.NotEqual(await NameAsync(Cards.Test), await NameAsync(Cards.Test));
        Assert.Equal(11, name.Length);

        var note = await bench.Value.Bench.Get<CardRegister>().FindAsync(name, Token);
        using var keys = Open();
        var kid = (await keys.GetPublishedKeysAsync(Token)).Single(key => key.Algorithm == SignatureAlgorithm.ES256).KeyId;
        Assert.Equal(
            (LedgerName.Of(first.PreEnrollmentCode), "vaccination", "RA01", null, kid),
            (note!.Ledger, note.Type, note.Disease, note.CertificateId, note.Kid));
        Assert.Null(await bench.Value.Bench.Get<CardRegister>().FindAsync("../ledgers/", Token));

        // The secret is one for all processes.
        var register = new CardRegister(new Lazy<RegistryDocuments>(bench.Value.Bench.Get<RegistryDocuments>));
        Assert.Equal(name, CardRegister.RidOf((await register.SecretAsync(Token)).Span, note));
        Assert.NotEqual(name, CardRegister.RidOf(new byte[32], note));
    }

    [Fact]
    public void A_card_is_dated_one_minute_back_but_after_the_last_change()
    {
        var minute = new DateTimeOffset(2024, 3, 1, 9, 29, 15, TimeSpan.Zero);

        Assert.Equal("1709285355", Written(Now.AddDays(-1)));
        Assert.Equal("1709285355", Written(minute.AddTicks(-1)));
        Assert.Equal("1709285355.001", Written(minute));
        Assert.Equal("1709285385.001", Written(minute.AddSeconds(30)));
        Assert.Equal("1709285415.679", Written(Now));
        Assert.Equal("1709285416.001", Written(Now.AddMilliseconds(322)));

        // The clock that dated the last change was ahead. Verifiers refuse cards from the future, and nothing was taken away that one has
        // to be later than.
        Assert.Equal("1709285355", Written(minute.AddSeconds(62)));
        Assert.Equal("1709285355", Written(Now.AddDays(1)));
        Assert.Equal("1709285417.001", Cards.Written(Now, minute.AddSeconds(62), minute));

        static string Written(DateTimeOffset changedAt) => Cards.Written(Now, changedAt, null);
    }

    /// <summary>Lists revoke until the second after the change, for some verifiers with that second.</summary>
    [Fact]
    public void A_card_that_is_signed_late_is_dated_two_seconds_after_a_change_that_ended_a_certificate()
    {
        var second = new DateTimeOffset(2024, 3, 1, 9, 30, 15, TimeSpan.Zero);

        Assert.Equal("1709285355", Written(second.AddSeconds(-62)));
        Assert.Equal("1709285356", Written(second.AddSeconds(-62).AddMilliseconds(1000)));
        Assert.Equal("1709285387", Written(second.AddSeconds(-30)));
        Assert.Equal("1709285387", Written(second.AddSeconds(-30).AddMilliseconds(999)));
        Assert.Equal("1709285415", Written(second.AddSeconds(-2)));
        Assert.Equal("1709285414.001", Written(second.AddSeconds(-1)));
        Assert.Equal("1709285414.501", Written(second.AddSeconds(-1).AddMilliseconds(500)));
        Assert.Equal("1709285415.679", Written(Now));

        // Something else came later.
        Assert.Equal("1709285390.001", Cards.Written(Now, second.AddSeconds(-25), second.AddSeconds(-30)));

        static string Written(DateTimeOffset endedAt) => Cards.Written(Now, endedAt, endedAt);
    }

    [Fact]
    public async Task It_expires_after_the_last_day_of_all_doses_that_it_contains()
    {
        var (first, second) = (
            Until(Cards.Vaccination, new DateOnly(2024, 3, 10)),
            Until(Cards.Of("Spikevax", 2, new DateOnly(2024, 2, 3)), new DateOnly(2024, 6, 30)));

        Assert.Equal(new DateTimeOffset(2024, 3, 11, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), await EndAsync(first));
        Assert.Equal(new DateTimeOffset(2024, 7, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), await EndAsync(first, second));
        Assert.Null(await EndAsync(first, Until(second, DateOnly.MaxValue)));
        Assert.Null(await EndAsync(Cards.Test));
        var over = await Assert.ThrowsAsync<EventFailedException>(
            () => WriteAsync(Cards.Source(Now, Until(first, new DateOnly(2024, 2, 29)))));
        Assert.Equal("VALIDITY_OVER", over.Reason);

        static HealthEvent Until(HealthEvent dose, DateOnly day) =>
            dose with { Vaccination = dose.Vaccination! with { EffectiveUntil = day } };
        async Task<long?> EndAsync(params HealthEvent[] events) =>
            (long?)Cards.Read((await WriteAsync(Cards.Source(Now, events))).Bytes.ToArray())["exp"];
    }

    [Fact]
    public async Task Without_an_HTTPS_issuer_or_a_key_the_message_says_what_to_set()
    {
        var source = Cards.Source(Now, Cards.Test);
        address.PublicBaseUrl = "http://certificates.example.org";
        Assert.Contains("Divoc:Shc:Issuer", await FaultAsync(), StringComparison.Ordinal);
        address.PublicBaseUrl = "https://certificates.example.org/";
        Assert.Contains("named for 'shc'", await FaultAsync(), StringComparison.Ordinal);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(folder.PathOf("signing-key-2.pem"), $"For shc\n{key.ExportPkcs8PrivateKeyPem()}\n", Token);
        Assert.Equal("https://certificates.example.org/shc", (string?)Cards.Read((await WriteAsync(source)).Bytes.ToArray())["iss"]);
        options.Issuer = "https://cards.example.org";
        Assert.Equal("https://cards.example.org", (string?)Cards.Read((await WriteAsync(source)).Bytes.ToArray())["iss"]);

        async Task<string> FaultAsync() => (await Assert.ThrowsAsync<FormatNotSetUpException>(() => WriteAsync(source))).Message;
    }

    /// <summary>Whoever has tried EU certificates on their machine may try cards too.</summary>
    [Fact]
    public async Task On_a_developer_machine_a_key_is_made_beside_development_keys_for_other_purposes()
    {
        using (var keys = Open(forThisMachine: true))
        {
            var other = new SigningUse(new KeyPurpose("dcc"), SignatureAlgorithm.ES256)
            {
                Kid = KidRule.CertificateHash,
                TakesDevelopmentCertificate = true,
            };
            await keys.SignAsync(other, SigningLane.Interactive, (key, _) => Task.FromResult(key.KeyId), Token);
        }

        var written = await WriteAsync(Cards.Source(Now, Cards.Test), forThisMachine: true);
        using var after = Open(forThisMachine: true);
        Assert.Empty((await after.GetPublishedKeysAsync(Token)).Single(key => key.KeyId == written.Kid).Purposes);
    }

    [Theory]
    [InlineData("https://cards.example.org/a", "cvx", true)]
    [InlineData("http://localhost:7071/shc", "cvx,snomed", true)]
    [InlineData("https://cards.example.org/", "cvx", false)]
    [InlineData("http://cards.example.org", "cvx", false)]
    [InlineData("https://cards.example.org/a?b", "cvx", false)]
    [InlineData("https://me@cards.example.org", "cvx", false)]
    [InlineData("cards.example.org", "cvx", false)]
    [InlineData("", "", false)]
    [InlineData("", "cvx,icd10", false)]
    public void Settings_with_which_no_card_could_be_made_are_refused(string issuer, string codes, bool isFine)
    {
        var result = new SmartHealthCardOptionsValidator().Validate(null, new SmartHealthCardOptions { Issuer = issuer, Codes = codes });

        Assert.Equal(isFine, result.Succeeded);
        Assert.Equal(isFine, result.FailureMessage is null);
    }

    [Fact]
    public void It_writes_vaccinations_and_tests()
    {
        Assert.True(
            Format.CanWrite("vaccination", 1, "v1")
                && Format.CanWrite("vaccination", 1, "v3")
                && Format.CanWrite("test", 1, "v1")
                && Format.CanWrite("test", 1, "v1-inexact"));
        Assert.False(Format.CanWrite("vaccination", 2, "v1") || Format.CanWrite("recovery", 1, "v1") || Format.CanWrite("test", 1, "v9"));
    }

    private async Task<string> NameAsync(params HealthEvent[] events) =>
        (string)Cards.Read((await WriteAsync(Cards.Source(Now, events))).Bytes.ToArray())["vc"]!["rid"]!;

    private async Task<WrittenCredential> WriteAsync(CredentialSource source, bool forThisMachine = false)
    {
        using var keys = Open(forThisMachine);
        return await Format.WriteAsync(source, keys, SigningLane.Interactive, Token);
    }

    private KeyFileSigningKeys Open(bool forThisMachine = false) =>
        KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"), forThisMachine, new FakeTimeProvider(Now));
}
