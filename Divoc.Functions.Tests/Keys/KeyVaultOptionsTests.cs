using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;
using Divoc.Functions.Tests.Keys.Vault;
using Microsoft.Extensions.Configuration;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyVaultOptionsTests
{
    private const string Key = "https://name.vault.azure.net/keys/signing-rsa";

    [Fact]
    public void One_key_is_sufficient()
    {
        Assert.Empty(Faults(new KeyVaultOptions { Keys = [Key, $"{Key}-2/"] }));
    }

    [Theory]
    [InlineData("http://name.vault.azure.net/keys/signing-rsa")]
    [InlineData("https://name.vault.azure.net/keys/signing-rsa/0123456789abcdef0123456789abcdef")]
    [InlineData("https://name.vault.azure.net/secrets/signing-rsa")]
    [InlineData("https://name.vault.azure.net/keys/a_b")]
    [InlineData("https://user@name.vault.azure.net/keys/signing-rsa")]
    [InlineData("https://name.vault.azure.net/keys/signing-rsa?x=1")]
    [InlineData("https://name.vault.azure.net/")]
    [InlineData("signing-rsa")]
    public void An_invalid_key_address_is_refused(string address)
    {
        Assert.Contains(
            "Divoc:KeyVault:Keys", Assert.Single(Faults(new KeyVaultOptions { Keys = [Key, address] })), StringComparison.Ordinal);
    }

    [Fact]
    public void All_numbers_and_times_out_of_range_are_reported()
    {
        var faults = Faults(new KeyVaultOptions
        {
            SignaturesPerSecond = 0,
            PublishBeforeUse = TimeSpan.FromDays(31),
            RefreshInterval = TimeSpan.Zero,
            TryTimeout = TimeSpan.FromMilliseconds(1),
            CallTimeout = TimeSpan.FromHours(1),
        });

        Assert.Equal(6, faults.Count);
        foreach (var setting in new[] { "Keys", "SignaturesPerSecond", "PublishBeforeUse", "RefreshInterval", "TryTimeout", "CallTimeout" })
        {
            Assert.Contains(faults, fault => fault.StartsWith($"Divoc:KeyVault:{setting} ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_setting_that_lets_a_key_sign_before_it_is_published_is_refused()
    {
        var fault = Assert.Single(Faults(new KeyVaultOptions { Keys = [Key], PublishBeforeUse = TimeSpan.FromMinutes(1) }));
        Assert.Contains("Divoc:KeyVault:RefreshInterval", fault, StringComparison.Ordinal);
        Assert.Empty(Faults(new KeyVaultOptions { Keys = [Key], PublishBeforeUse = TimeSpan.Zero }));
    }

    [Theory]
    [InlineData("https://localhost:4997")]
    [InlineData("https://LOCALHOST")]
    [InlineData("https://127.0.0.1:8443")]
    [InlineData("https://127.8.9.10")]
    [InlineData("https://[::1]:8443")]
    public void A_local_vault_may_be_an_emulator(string vault)
    {
        Assert.Empty(Faults(new KeyVaultOptions { Keys = [$"{vault}/keys/a"], DisableChallengeResourceVerification = true }));
    }

    /// <summary>A name that counts as loopback whatever a name server says of it must not be looked up there.</summary>
    [Fact]
    public void The_host_name_loopback_is_replaced_by_localhost() =>
        Assert.Equal("https://localhost/keys/a", VaultKeyAddress.TryParse("https://loopback/keys/a")!.Key.AbsoluteUri);

    /// <summary>Tokens for another service would leave the machine.</summary>
    [Theory]
    [InlineData("https://name.vault.azure.net")]
    [InlineData("https://loopback.example.org")]
    [InlineData("https://localhost.example.org")]
    [InlineData("https://127.0.0.1.example.org")]
    [InlineData("https://10.0.0.4:8443")]
    [InlineData("https://[::2]")]
    [InlineData("https://0.0.0.0")]
    public void A_vault_that_is_not_local_may_not_be_an_emulator(string vault)
    {
        foreach (var options in new[] { For([$"{vault}/keys/a"]), For(["https://localhost/keys/a"], ("status", [$"{vault}/keys/b"])) })
        {
            Assert.Empty(Faults(options));
            options.DisableChallengeResourceVerification = true;
            var fault = Assert.Single(Faults(options));

            Assert.StartsWith("Divoc:KeyVault:DisableChallengeResourceVerification ", fault, StringComparison.Ordinal);
            Assert.Contains(vault, fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keys_are_read_from_a_comma_separated_setting_and_from_a_list()
    {
        var one = Configuration(("Divoc:KeyVault:Keys", $"{Key}, {Key}-2,"));
        var list = Configuration(("Divoc:KeyVault:Keys:0", Key), ("Divoc:KeyVault:Keys:1", $"{Key}-2"));

        Assert.Equal([Key, $"{Key}-2"], KeyVaultOptions.ReadKeys(one.GetSection(KeyVaultOptions.SectionName)));
        Assert.Equal([Key, $"{Key}-2"], KeyVaultOptions.ReadKeys(list.GetSection(KeyVaultOptions.SectionName)));
        Assert.True(KeyVaultOptions.AreSet(one));
        Assert.False(KeyVaultOptions.AreSet(Configuration(("Divoc:KeyVault:Keys", " "))));
    }

    [Fact]
    public void Keys_for_a_purpose_can_be_set_in_the_same_ways()
    {
        var one = Configuration(("Divoc:KeyVault:KeysFor:Status", $"{Key}, {Key}-2,"), ("Divoc:KeyVault:KeysFor:vc", " "));
        var list = Configuration(("Divoc:KeyVault:KeysFor:status:0", Key), ("Divoc:KeyVault:KeysFor:status:1", $"{Key}-2"));

        foreach (var read in new[] { one, list }
            .Select(configuration => KeyVaultOptions.ReadKeysFor(configuration.GetSection(KeyVaultOptions.SectionName))))
        {
            Assert.Equal([Key, $"{Key}-2"], Assert.Single(read).Value);
            Assert.Equal("status", read.Single().Key);
        }

        Assert.True(KeyVaultOptions.AreSet(one));
        Assert.False(KeyVaultOptions.AreSet(Configuration(("Divoc:KeyVault:KeysFor:status", " "))));
    }

    [Fact]
    public void Every_named_purpose_must_have_a_key()
    {
        Assert.Empty(Faults(For([Key], ("status", [$"{Key}-2"]))));
        Assert.Empty(Faults(For([], ("status", [Key]), ("divoc", [Key]))));
        Assert.Contains("KeysFor:divoc must name a key", Assert.Single(Faults(For([], ("status", [Key])))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_purpose_and_invalid_or_repeated_key_addresses_are_refused()
    {
        Assert.Contains(
            "Divoc:KeyVault:KeysFor:statsu is not a setting",
            Assert.Single(Faults(For([Key], ("statsu", [$"{Key}-2"])))),
            StringComparison.Ordinal);
        Assert.Contains(
            "The purposes are: divoc, status.", Assert.Single(Faults(For([Key], ("two words", [$"{Key}-2"])))), StringComparison.Ordinal);
        Assert.Contains(
            "Divoc:KeyVault:KeysFor:status has 'signing-rsa'",
            Assert.Single(Faults(For([Key], ("status", ["signing-rsa"])))),
            StringComparison.Ordinal);
        Assert.Contains(
            "name it in only one of the two",
            Assert.Single(Faults(For([Key], ("status", [Key.Replace("signing", "Signing", StringComparison.Ordinal) + "/"])))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificates_setting_may_have_real_or_escaped_line_feeds_or_be_empty()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var (one, two) = (SignerCertificate.PemOf(SignerCertificate.Of(curve)), SignerCertificate.PemOf(SignerCertificate.Of(rsa)));

        Assert.Empty(Faults(Certified("")));
        Assert.Empty(Faults(Certified(" \n")));
        Assert.Empty(Faults(Certified($"subject=CN=signer\n{one}\n{two}\n")));
        Assert.Empty(Faults(Certified($"{one}\n{two}".Replace("\n", "\\n", StringComparison.Ordinal))));
        Assert.Equal(2, Certified($"{one}\\n{two}").ReadCertificates().Count);
    }

    [Theory]
    [InlineData("no text in PEM", "and no keys")]
    [InlineData("private key", "and no keys")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----", "can't be read")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAQID", "can't be read")]
    [InlineData("twice", "two certificates of one key")]
    [InlineData("long", "at most 131072 characters")]
    public void An_invalid_or_ambiguous_certificate_is_refused(string what, string told)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = SignerCertificate.PemOf(SignerCertificate.Of(curve));
        var text = what switch
        {
            "private key" => $"{curve.ExportPkcs8PrivateKeyPem()}\n{pem}",
            "twice" => $"{pem}\n{SignerCertificate.PemOf(SignerCertificate.Of(curve))}",
            "long" => pem.PadRight((128 * 1024) + 1),
            _ => what,
        };
        var fault = Assert.Single(Faults(Certified(text)));

        Assert.StartsWith("Divoc:KeyVault:Certificates ", fault, StringComparison.Ordinal);
        Assert.Contains(told, fault, StringComparison.Ordinal);
    }

    private static KeyVaultOptions Certified(string certificates) => new() { Keys = [Key], Certificates = certificates };

    private static KeyVaultOptions For(IReadOnlyList<string> keys, params (string Purpose, IReadOnlyList<string> Keys)[] named)
    {
        return new KeyVaultOptions { Keys = keys, KeysFor = named.ToDictionary(one => one.Purpose, one => one.Keys) };
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] values)
    {
        return new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => new KeyValuePair<string, string?>(value.Name, value.Value)))
            .Build();
    }

    private static List<string> Faults(KeyVaultOptions options) =>
        [.. new KeyVaultOptionsValidator([new KeyPurpose("divoc"), new KeyPurpose("status")]).Validate(null, options).Failures ?? []];
}
