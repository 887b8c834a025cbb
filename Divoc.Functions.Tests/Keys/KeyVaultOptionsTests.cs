using Divoc.Functions.Keys;
using Microsoft.Extensions.Configuration;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyVaultOptionsTests
{
    private const string Key = "https://name.vault.azure.net/keys/signing-rsa";

    [Fact]
    public void One_key_is_enough()
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
    public void What_is_no_address_of_a_key_is_refused(string address)
    {
        Assert.Contains("Divoc:KeyVault:Keys", Assert.Single(Faults(new KeyVaultOptions { Keys = [Key, address] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_times_out_of_range_are_all_told()
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
    public void A_key_that_would_sign_before_it_is_published_is_refused()
    {
        var fault = Assert.Single(Faults(new KeyVaultOptions { Keys = [Key], PublishBeforeUse = TimeSpan.FromMinutes(1) }));
        Assert.Contains("Divoc:KeyVault:RefreshInterval", fault, StringComparison.Ordinal);
        Assert.Empty(Faults(new KeyVaultOptions { Keys = [Key], PublishBeforeUse = TimeSpan.Zero }));
    }

    [Fact]
    public void Keys_are_read_from_one_setting_with_commas_and_from_a_list()
    {
        var one = Configuration(("Divoc:KeyVault:Keys", $"{Key}, {Key}-2,"));
        var list = Configuration(("Divoc:KeyVault:Keys:0", Key), ("Divoc:KeyVault:Keys:1", $"{Key}-2"));

        Assert.Equal([Key, $"{Key}-2"], KeyVaultOptions.ReadKeys(one.GetSection(KeyVaultOptions.SectionName)));
        Assert.Equal([Key, $"{Key}-2"], KeyVaultOptions.ReadKeys(list.GetSection(KeyVaultOptions.SectionName)));
        Assert.True(KeyVaultOptions.AreSet(one));
        Assert.False(KeyVaultOptions.AreSet(Configuration(("Divoc:KeyVault:Keys", " "))));
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] values)
    {
        return new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => new KeyValuePair<string, string?>(value.Name, value.Value))).Build();
    }

    private static List<string> Faults(KeyVaultOptions options) => [.. new KeyVaultOptionsValidator([new KeyPurpose("divoc"), new KeyPurpose("status")]).Validate(null, options).Failures ?? []];
}
