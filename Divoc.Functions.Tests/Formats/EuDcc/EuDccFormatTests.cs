using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.EuDcc;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>What is signed, by which key, and until when it is valid.</summary>
public sealed class EuDccFormatTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 3, 1, 9, 30, 15, 678, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly EuDccOptions options = new() { IssuerName = "Ministry of Trials" };
    private readonly IssuerOptions issuer = new() { Country = EuClaims.Country };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_signed_with_a_key_that_has_a_certificate_and_names_that_certificate(bool isRsa)
    {
        using var signer = isRsa
            ? DocumentSigner.Ps256(Now.AddDays(-1), Now.AddYears(2))
            : DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(2));
        Put(signer, "signing-key-2.pem");
        var written = await WriteAsync(EuClaims.Of(EuClaims.Vaccination));
        var message = CoseMessage.Read(HealthCertificateText.Read(written.Bytes.Span)!);
        var claims = EuClaims.Read(written.Bytes.Span);

        Assert.True(signer.Verifies(message));
        Assert.Equal(
            (signer.Algorithm, Convert.ToHexString(signer.Kid)), (message.Algorithm!.Value, Convert.ToHexString(message.Kid!.Value.Span)));
        Assert.Equal(isRsa ? PublishedKey.Of((RSA)signer.Key).KeyId : PublishedKey.Of((ECDsa)signer.Key).KeyId, written.Kid);
        Assert.Equal((EuClaims.Country, Now.AddMilliseconds(-678)), (claims.Country, claims.IssuedAt!.Value));
        EuSchema.Judge(claims.Certificate);
        var symbol = QrEncoder.Encode(Assert.Single(Format().SymbolsOf(written.Bytes)));
        Assert.InRange(symbol.Size, 17 + (4 * 10), 17 + (4 * 27));
        Assert.Equal(QrErrorCorrection.Q, Assert.Single(Format().SymbolsOf(written.Bytes)).ErrorCorrection);
        Assert.Equal(QrMode.Alphanumeric, Assert.Single(Assert.Single(Format().SymbolsOf(written.Bytes)).Segments).Mode);
    }

    [Fact]
    public async Task An_EC_key_is_preferred()
    {
        using var rsa = DocumentSigner.Ps256(Now.AddDays(-1), Now.AddYears(2));
        using var curve = DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(2));
        Put(rsa, "signing-key-2.pem");
        Put(curve, "signing-key-3.pem");

        Assert.Equal(PublishedKey.Of((ECDsa)curve.Key).KeyId, (await WriteAsync(EuClaims.Of(EuClaims.Test))).Kid);
    }

    /// <summary>The newer key stays published, and the older one signs until the newer one's certificate fits.</summary>
    [Theory]
    [InlineData(2, "signing-key-2.pem")]
    [InlineData(-2, "signing-key-3.pem")]
    public async Task An_older_key_signs_while_the_certificate_of_the_newer_key_is_not_usable(int validFrom, string expected)
    {
        using var older = DocumentSigner.Es256(Now.AddDays(-10), Now.AddYears(1));
        using var newer = DocumentSigner.Es256(Now.AddDays(validFrom), Now.AddYears(2));
        Put(older, "signing-key-2.pem");
        Put(newer, "signing-key-3.pem", "2024-02-01T00:00:00Z");

        var signer = expected == "signing-key-2.pem" ? older : newer;
        Assert.Equal(PublishedKey.Of((ECDsa)signer.Key).KeyId, (await WriteAsync(EuClaims.Of(EuClaims.Test))).Kid);
    }

    [Fact]
    public async Task It_expires_with_its_period_the_signer_s_certificate_or_the_last_day_of_the_event()
    {
        using var signer = DocumentSigner.Es256(Now.AddDays(-1), Now.AddDays(200));
        Put(signer, "signing-key-2.pem");
        var endless = EuClaims.Vaccination with
        {
            Vaccination = EuClaims.Vaccination.Vaccination! with { EffectiveUntil = DateOnly.MaxValue },
        };
        var until = new DateTimeOffset(signer.Certificate.NotAfter.ToUniversalTime());

        Assert.Equal(until, await EndAsync(endless));
        Assert.Equal(Whole(Now.AddDays(30)), await EndAsync(EuClaims.Test));
        options.VaccinationDays = 100;
        Assert.Equal(Whole(Now.AddDays(100)), await EndAsync(endless));
        var soon = endless with { Vaccination = endless.Vaccination! with { EffectiveUntil = new DateOnly(2024, 3, 10) } };
        Assert.Equal(new DateTimeOffset(2024, 3, 11, 0, 0, 0, TimeSpan.Zero), await EndAsync(soon));
        var over = endless with { Vaccination = endless.Vaccination! with { EffectiveUntil = new DateOnly(2024, 2, 29) } };
        Assert.Equal("VALIDITY_OVER", (await Assert.ThrowsAsync<EventFailedException>(() => WriteAsync(EuClaims.Of(over)))).Reason);
    }

    [Fact]
    public async Task Without_the_required_settings_the_message_names_them()
    {
        issuer.Country = "";
        options.IssuerName = " ";
        var fault = await Assert.ThrowsAsync<FormatNotSetUpException>(() => WriteAsync(EuClaims.Of(EuClaims.Test)));

        Assert.Contains("Divoc:Issuer:Country", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Divoc:Dcc:IssuerName", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_usable_key_the_message_says_what_is_wrong_with_the_existing_keys()
    {
        Assert.Contains("Put a key on the curve P-256", await FaultAsync(), StringComparison.Ordinal);
        using var over = DocumentSigner.Es256(Now.AddDays(-100), Now.AddHours(20));
        Put(over, "signing-key-2.pem");
        Assert.Contains("not valid now, or ends within a day", await FaultAsync(), StringComparison.Ordinal);
        using var later = DocumentSigner.Es256(Now.AddHours(1), Now.AddYears(1));
        Put(later, "signing-key-2.pem");
        Assert.Contains("not valid now", await FaultAsync(), StringComparison.Ordinal);
        using var others = DocumentSigner.Es256(
            Now.AddDays(-1), Now.AddYears(1), DocumentSigner.ForVaccinations, DocumentSigner.ForRecoveries);
        Put(others, "signing-key-2.pem");
        Assert.Contains("key usage leaves out certificates of the group 't'", await FaultAsync(), StringComparison.Ordinal);
        Assert.NotNull(await WriteAsync(EuClaims.Of(EuClaims.Vaccination)));
        using var early = DocumentSigner.Es256(Now.AddDays(-1), Now.AddYears(1), "1.3.6.1.4.1.0.1847.2021.1.1");
        Put(early, "signing-key-2.pem");
        Assert.Contains("key usage", await FaultAsync(), StringComparison.Ordinal);

        async Task<string> FaultAsync() =>
            (await Assert.ThrowsAsync<FormatNotSetUpException>(() => WriteAsync(EuClaims.Of(EuClaims.Test)))).Message;
    }

    [Fact]
    public async Task On_a_developer_machine_a_clearly_marked_signer_is_made_that_signs_nowhere_else()
    {
        var claims = EuClaims.Of(EuClaims.Test);
        var written = await WriteAsync(claims, forThisMachine: true);
        using var keys = Open(forThisMachine: true);
        var key = (await keys.GetPublishedKeysAsync(Token)).Single(key => key.KeyId == written.Kid);
        using var certificate = X509CertificateLoader.LoadCertificate(key.Certificate!.Value.Span);

        Assert.Equal("CN=DEVELOPMENT SIGNER - NOT FOR USE", certificate.Subject);
        Assert.Equal((true, "dcc"), (key.MadeByProgram, Assert.Single(key.Purposes).Name));
        Assert.Equal(written.Kid, (await WriteAsync(claims, forThisMachine: true)).Kid);
        Assert.True(File.Exists(folder.PathOf("signing-key-dcc-development-es256.pem")));
        var fault = await Assert.ThrowsAsync<FormatNotSetUpException>(() => WriteAsync(claims));
        Assert.Contains("certificate of a development machine", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_writes_the_types_that_the_EU_knows_and_recognizes_its_texts()
    {
        var format = Format();

        Assert.True(
            format.CanWrite("vaccination", 1, "v1")
                && format.CanWrite("vaccination", 1, "v3")
                && format.CanWrite("test", 1, "v1")
                && format.CanWrite("test", 1, "v1-inexact")
                && format.CanWrite("recovery", 1, "v1"));
        Assert.False(format.CanWrite("vaccination", 2, "v1") || format.CanWrite("recovery", 2, "v1") || format.CanWrite("test", 1, "v9"));
        Assert.Equal(Likeness.Yes, format.Recognize("HC1:ABC"u8));
        Assert.Equal(Likeness.No, format.Recognize("HC2:ABC"u8));
        Assert.Equal(Likeness.No, format.Recognize(""u8));
    }

    private static DateTimeOffset Whole(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    private async Task<DateTimeOffset> EndAsync(HealthEvent happened) =>
        EuClaims.Read((await WriteAsync(EuClaims.Of(happened))).Bytes.Span).ExpiresAt!.Value;

    private async Task<WrittenCredential> WriteAsync(CertificateClaims claims, bool forThisMachine = false)
    {
        using var keys = Open(forThisMachine);
        return await Format()
            .WriteAsync(
                new CredentialSource(claims.CertificateId, claims.AcceptedAt, Now, claims.Event) { Claims = claims },
                keys,
                SigningLane.Interactive,
                Token);
    }

    private KeyFileSigningKeys Open(bool forThisMachine = false) =>
        KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"), forThisMachine, new FakeTimeProvider(Now));

    private EuDccFormat Format() => new(
        Options.Create(options), Options.Create(issuer), OwnTypes.Catalogue, new VaccineProducts(), new CalendarDays(TimeZoneInfo.Utc),
        new FakeTimeProvider(Now));

    private void Put(DocumentSigner signer, string file, string signsFrom = "2020-01-01T00:00:00Z")
    {
        File.WriteAllText(folder.PathOf(file), $"For dcc\nSigns from {signsFrom}\n{signer.Key.ExportPkcs8PrivateKeyPem()}\n{signer.Pem}\n");
    }
}
