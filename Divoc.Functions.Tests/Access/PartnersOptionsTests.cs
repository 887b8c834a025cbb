using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Access;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Access;

public sealed class PartnersOptionsTests
{
    // printf %s first | sha256sum, and second
    private const string First = "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e";
    private const string Second = "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4";

    [Fact]
    public void Without_settings_there_are_no_partners()
    {
        var directory = Read();

        Assert.True(directory.IsEmpty);
        Assert.Null(directory.Find("first"));
        Assert.Null(directory.Find(""));
    }

    [Fact]
    public void A_partner_is_identified_by_each_of_its_keys_and_can_access_only_its_own_certificates_by_default()
    {
        var directory = Read(("clinic:KeySha256", $"{First}, {Second.ToUpperInvariant()}"));
        var caller = directory.Find("first");

        Assert.False(directory.IsEmpty);
        Assert.Equal(("clinic", "clinic"), (caller!.Name, caller.Partner));
        Assert.Equal(caller, directory.Find("second"));
        Assert.Null(directory.Find("First"));
        Assert.False(caller.Reaches("laboratory"));
    }

    [Theory]
    [InlineData("Own", false)]
    [InlineData("own", false)]
    [InlineData("All", true)]
    [InlineData("ALL", true)]
    public void The_scope_decides_whether_a_partner_can_access_certificates_of_others(string scope, bool reaches)
    {
        Assert.Equal(reaches, Read(("clinic:KeySha256", First), ("clinic:Scope", scope)).Find("first")!.Reaches("laboratory"));
    }

    [Theory]
    [InlineData("Every")]
    [InlineData("1")]
    [InlineData("Own,All")]
    [InlineData("")]
    public void The_message_about_an_unknown_scope_lists_the_known_ones(string scope)
    {
        Assert.Equal(
            "Divoc:Partners:clinic:Scope must be Own or All.", Assert.Single(Faults(("clinic:KeySha256", First), ("clinic:Scope", scope))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("first")]
    [InlineData(First + First)]
    [InlineData(First + "  -")]
    [InlineData(First + "," + Second + "0")]
    [InlineData("g7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e")]
    public void An_invalid_hash_is_refused_with_a_hint_and_not_shown_because_it_may_be_the_key(string hashes)
    {
        var fault = Assert.Single(Faults(("clinic:KeySha256", hashes)));

        Assert.Equal("Divoc:Partners:clinic:KeySha256 must be the SHA-256 of an access key in 64 hex digits, or up to 5 of them, "
            + "separated by commas. Make one with printf %s \"$KEY\" | sha256sum | cut -c 1-64", fault);
    }

    [Fact]
    public void A_partner_has_at_most_five_keys_and_there_are_at_most_200_partners()
    {
        Assert.Empty(Faults(("clinic:KeySha256", string.Join(',', Hashes(5)))));
        Assert.Single(Faults(("clinic:KeySha256", string.Join(',', Hashes(6)))));
        Assert.Empty(Faults([.. Hashes(200).Select((hash, index) => ($"p{index}:KeySha256", hash))]));
        Assert.Equal(
            "Divoc:Partners may have at most 200 partners.",
            Assert.Single(Faults([.. Hashes(201).Select((hash, index) => ($"p{index}:KeySha256", hash))])));
    }

    [Fact]
    public void The_hash_of_an_empty_key_is_refused()
    {
        Assert.Contains(
            "SHA-256 of an empty text",
            Assert.Single(Faults(("clinic:KeySha256", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_is_read_with_its_secrets()
    {
        var read = new ConfigurationBuilder()
            .AddInMemoryCollection(Webhook(
                ("Url", "https://clinic.example/hook?of=us"),
                ("SecretBefore", SecretOf(24)),
                ("Format", "divoc3"),
                ("Token", "Bearer abc")))
            .Build();
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(read).AddAccess().BuildServiceProvider();
        var webhooks = provider.GetRequiredService<PartnerWebhooks>();
        var webhook = webhooks.Find("clinic")!;

        Assert.NotEmpty(webhooks.Urls);
        Assert.Equal(
            ("https://clinic.example/hook?of=us", 2, WebhookFormat.Divoc3, "Bearer abc"),
            (webhook.Url.AbsoluteUri, webhook.Secrets.Count, webhook.Format, webhook.Token));
        Assert.Null(webhooks.Find("laboratory"));
        Assert.Null(webhooks.Find(null));
    }

    [Fact]
    public void Without_a_webhook_setting_there_are_no_webhook_URLs()
    {
        using var provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([KeyValuePair.Create("Divoc:Partners:clinic:KeySha256", (string?)First)])
                    .Build())
            .AddAccess()
            .BuildServiceProvider();

        Assert.Empty(provider.GetRequiredService<PartnerWebhooks>().Urls);
    }

    [Theory]
    [InlineData("Url", "")]
    [InlineData("Url", "clinic.example/hook")]
    [InlineData("Url", "ftp://clinic.example/hook")]
    [InlineData("Url", "https://user:password@clinic.example/hook")]
    [InlineData("Url", "https://clinic.example/hook#part")]
    [InlineData("Secret", "")]
    [InlineData("Secret", "whsec_c2hvcnQ=")]
    [InlineData("SecretBefore", "secret")]
    [InlineData("Format", "xml")]
    [InlineData("Token", "Bearer abc")]
    public void A_webhook_that_cannot_be_called_is_refused_and_the_message_does_not_show_its_secrets(string member, string value)
    {
        var fault = Assert.Single(Faults([.. Webhook((member, value)).Select(setting => (setting.Key, setting.Value!))], wholeNames: true));

        Assert.StartsWith($"Divoc:Partners:clinic:Webhook:{member} ", fault, StringComparison.Ordinal);
        Assert.True(value.Length == 0 || !fault.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_used_by_two_partners_or_listed_twice_is_refused()
    {
        var faults = Faults(
            ("clinic:KeySha256", First),
            ("laboratory:KeySha256", $"{Second},{First.ToUpperInvariant()}"),
            ("office:KeySha256", $"{HashOf("third")},{HashOf("third")}"));

        Assert.Equal(2, faults.Count);
        Assert.Contains("at clinic and laboratory:", faults[0], StringComparison.Ordinal);
        Assert.Contains("at office:", faults[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Clinic")]
    [InlineData("0")]
    [InlineData("the-clinic")]
    [InlineData("the_clinic")]
    [InlineData("clinique\u00e9")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg")]
    public void A_partner_name_has_up_to_32_lower_case_letters_and_digits(string name)
    {
        Assert.Contains(
            $"'{name}', which can't be the name of a partner",
            Assert.Single(Faults(($"{name}:KeySha256", First))),
            StringComparison.Ordinal);
    }

    /// <summary>Else a misspelt setting would leave the service without partners, and all open to every key.</summary>
    [Theory]
    [InlineData("", First)]
    [InlineData(":clinic", First)]
    [InlineData(":clinic:Keys", First)]
    [InlineData(":clinic:KeySha256:0", First)]
    [InlineData(":clinic:Scope", "All")]
    public void An_invalid_partner_section_is_refused(string name, string value)
    {
        Assert.NotEmpty(Faults([($"Divoc:Partners{name}", value)], wholeNames: true));
    }

    [Fact]
    public void The_message_about_an_unknown_setting_lists_the_known_ones()
    {
        Assert.Equal(
            "Divoc:Partners:clinic:Scpoe is not a setting of a partner. Its settings are: KeySha256, Scope, Webhook:Url, Webhook:Secret, "
                + "Webhook:SecretBefore, Webhook:Format, Webhook:Token.",
            Assert.Single(Faults(("clinic:KeySha256", First), ("clinic:Scpoe", "All"))));
    }

    [Theory]
    [InlineData("Scope:0", "All")]
    [InlineData("KeySha256:0", Second)]
    [InlineData("Keys:first", Second)]
    public void A_nested_value_below_a_partner_setting_is_refused_and_not_ignored(string name, string value)
    {
        Assert.Contains($"Divoc:Partners:clinic:{name.Replace(":first", "", StringComparison.Ordinal)} is "
            + "not a setting", Assert.Single(Faults(("clinic:KeySha256", First), ($"clinic:{name}", value))), StringComparison.Ordinal);
    }

    [Fact]
    public void Partners_count_as_configured_as_soon_as_the_section_contains_a_setting()
    {
        Assert.False(AreSet());
        Assert.False(AreSet(("Divoc:PartnersOfAnother:clinic:KeySha256", First)));
        Assert.True(AreSet(("Divoc:Partners:clinic:Scope", "")));
    }

    private static bool AreSet(params (string Name, string Value)[] settings) =>
        PartnersOptions.AreSet(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                .Build());

    private static IEnumerable<string> Hashes(int count) => Enumerable.Range(0, count).Select(number => HashOf($"key {number}"));

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static PartnerDirectory Read(params (string Name, string Value)[] settings)
    {
        using var services = Provide(settings, wholeNames: false);
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<PartnerDirectory>();
    }

    private static List<string> Faults(params (string Name, string Value)[] settings) => Faults(settings, wholeNames: false);

    /// <summary>What the host finds wrong at start.</summary>
    private static List<string> Faults((string Name, string Value)[] settings, bool wholeNames)
    {
        using var services = Provide(settings, wholeNames);
        return Record.Exception(() => services.GetRequiredService<IStartupValidator>().Validate()) is OptionsValidationException refused
            ? [.. refused.Failures]
            : [];
    }

    private static ServiceProvider Provide((string Name, string Value)[] settings, bool wholeNames)
    {
        var values = settings.Select(
            setting => KeyValuePair.Create(wholeNames ? setting.Name : $"Divoc:Partners:{setting.Name}", (string?)setting.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddAccess().BuildServiceProvider(validateScopes: true);
    }

    private static string SecretOf(int bytes) => $"whsec_{Convert.ToBase64String(new byte[bytes])}";

    private static Dictionary<string, string?> Webhook(params (string Member, string Value)[] members)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Divoc:Partners:clinic:KeySha256"] = First,
            ["Divoc:Partners:clinic:Webhook:Url"] = "https://clinic.example/hook",
            ["Divoc:Partners:clinic:Webhook:Secret"] = SecretOf(32),
        };
        foreach (var (member, value) in members)
        {
            settings[$"Divoc:Partners:clinic:Webhook:{member}"] = value;
        }

        return settings;
    }
}
