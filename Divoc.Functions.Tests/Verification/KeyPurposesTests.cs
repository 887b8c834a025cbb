using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Keys;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Verification;

/// <summary>A key of ours counts only for what it is there to sign.</summary>
public sealed class KeyPurposesTests : IDisposable
{
    private const string InThePast = "Signs from 2020-01-01T00:00:00Z";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "NOT_ISSUED")]
    [InlineData("For divoc, status", "NOT_ISSUED")]
    [InlineData("For status", "SIGNATURE_WRONG")]
    public async Task A_credential_signed_with_a_key_for_another_purpose_is_invalid(string head, string code)
    {
        KeyFiles.PutRsa(folder, "signing-key.pem");
        var kid = KeyFiles.PutRsa(folder, "signing-key-2.pem", $"{InThePast}\n{head}");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        var store = new RotatingKey();
        store.Add(keys);
        await using var bench = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(store));
        var forged = await SignWithAsync("signing-key-2.pem", head);

        Assert.Equal([code], Codes(await bench.VerifyAsync(forged)));

        // Nor is it one because the registry remembers the key, whether it is published or not.
        await bench.Issuing.Get<RememberedKeys>().RememberAsync(kid, Token);
        Assert.Equal([code], Codes(await bench.VerifyAsync(forged)));
        store.IsOut = true;
        if (code == "SIGNATURE_WRONG")
        {
            await Assert.ThrowsAsync<SigningKeyUnavailableException>(() => bench.VerifyAsync(forged));
        }
        else
        {
            Assert.Equal([code], Codes(await bench.VerifyAsync(forged)));
        }
    }

    [Fact]
    public async Task An_issued_credential_stays_valid_when_its_key_is_assigned_another_purpose()
    {
        var kid = KeyFiles.PutRsa(folder, "signing-key.pem");
        var key = new RotatingKey();
        using var before = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        key.Add(before);
        await using var bench = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(key));
        var issued = await bench.IssueAsync(CertificateShape.VaccinationV1);
        var forged = await bench.SignAsync(CertificateShape.VaccinationV1);
        await File.WriteAllTextAsync(
            folder.PathOf("signing-key.pem"), $"For status\n{await File.ReadAllTextAsync(folder.PathOf("signing-key.pem"), Token)}", Token);
        KeyFiles.PutRsa(folder, "signing-key-2.pem", InThePast);
        using var after = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        key.Add(after);
        key.RemoveFirst();

        var verdict = await bench.VerifyAsync(issued);
        Assert.Equal((VerificationStatus.Valid, kid), (verdict.Status, verdict.Kid));
        Assert.Equal(["NOT_ISSUED"], Codes(await bench.VerifyAsync(forged)));
        Assert.NotEqual(
            kid, (await bench.VerifyAsync(await bench.IssueAsync(VerificationBench.Event(CertificateShape.VaccinationV1, "NEXT")))).Kid);
    }

    [Fact]
    public async Task Without_a_key_for_credentials_an_event_waits()
    {
        KeyFiles.PutRsa(folder, "signing-key.pem", "For status");
        using var keys = KeyFileSigningKeys.Open(folder.PathOf("signing-key.pem"));
        await using var bench = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(keys));

        var delivery = await bench.Issuing.DeliverAsync(VerificationBench.Event(CertificateShape.VaccinationV1));

        Assert.NotNull(delivery.WaitedForOutage);
        Assert.Equal(0, bench.Issuing.Store.Writes);
    }

    private static IEnumerable<string> Codes(Verdict verdict) => verdict.Reasons.Select(reason => reason.Code);

    /// <summary>A credential of whoever has the key, and does not mind what it is there for.</summary>
    private async Task<byte[]> SignWithAsync(string file, string head)
    {
        using var elsewhere = new TemporaryFolder();
        var pem = await File.ReadAllTextAsync(folder.PathOf(file), Token);
        await File.WriteAllTextAsync(
            elsewhere.PathOf("key.pem"), head.Length == 0 ? pem : pem.Replace(head, "", StringComparison.Ordinal), Token);
        using var stolen = KeyFileSigningKeys.Open(elsewhere.PathOf("key.pem"));
        await using var forger = new VerificationBench(configure: services => services.AddSingleton<ISigningKeys>(stolen));
        return await forger.SignAsync(CertificateShape.VaccinationV1);
    }
}
