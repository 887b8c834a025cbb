using Divoc.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace Divoc.Functions.Tests.Hosting;

public sealed class SettingsCheckTests
{
    [Theory]
    [InlineData("Divoc:Auth:RequireKey", "Divoc:Auth:RequireKeys")]
    [InlineData("Divoc:Http:Connexions", "Divoc:Http:Connections")]
    [InlineData("Divoc:Http:Proxies:0", "Divoc:Http:Proxies")]
    [InlineData("Divoc:PublicBaseUri", "Divoc:PublicBaseUrl")]
    [InlineData("Divoc:Isuer:Id", "Divoc:Issuer:Id")]
    [InlineData("Divoc:Issuer", "Divoc:Issuer:Id")]
    [InlineData("Divoc:Partners:clinic:KeySha", "Divoc:Partners:clinic:KeySha256")]
    [InlineData("Divoc:Partners:clinic:Scope:0", "Divoc:Partners:clinic:Scope")]
    [InlineData("Divoc:Queue:ServiceBus:TryTimeOuts", "Divoc:Queue:ServiceBus:TryTimeout")]
    [InlineData("Divoc:KeyVault:Key", "Divoc:KeyVault:Keys")]
    [InlineData("Divoc:KeyVault:Keys:0:x", "Divoc:KeyVault:Keys:0")]
    [InlineData("Divoc:FormerKey:old:Keys", "Divoc:FormerKeys")]
    [InlineData("ServiceBus:fullyQualifiedNameSpaces", "ServiceBus:fullyQualifiedNamespace")]
    public void An_unknown_setting_is_refused_and_the_most_similar_name_is_suggested(string name, string nearest)
    {
        foreach (var isWorker in (bool[])[false, true])
        {
            var told = Assert.Throws<StartupException>(() => Check(isWorker, (name, "1"))).Message;
            Assert.StartsWith($"Bad setting: {name} is not a setting; the most similar one is {nearest}.", told, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Divoc:DataDirectory")]
    [InlineData("divoc:auth:requirekeys")]
    [InlineData("Divoc:Partners:clinic:KeySha256")]
    [InlineData("Divoc:TrustedIssuers")]
    [InlineData("Divoc:TrustedIssuers:india:Keys")]
    [InlineData("Divoc:FormerKeys:old:Omits:0")]
    [InlineData("Divoc:KeyVault:Keys:0")]
    [InlineData("Divoc:KeyVault:KeysFor:status:1")]
    [InlineData("Divoc:Intake:Rules:AgeRange")]
    [InlineData("Divoc:Credential:OmittedFields:2")]
    [InlineData("Divoc:Pdf:QuestPdfLicense")]
    [InlineData("ServiceBus")]
    [InlineData("ServiceBus:clientId")]
    [InlineData("Divocs:Auth:RequireKey")]
    public void Known_settings_and_settings_of_other_programs_are_accepted(string name)
    {
        Check(isWorker: false, (name, "1"));
        Check(isWorker: true, (name, "1"));
    }

    /// <summary>An empty section of a file, or a variable of the platform that is named like the program.</summary>
    [Fact]
    public void A_section_name_without_content_is_accepted()
    {
        Check(isWorker: false, ("Divoc", "1"), ("Divoc:Partners", ""), ("Divoc:Nonsense", null));
    }

    /// <summary>The Functions host reads these for its trigger; without it nobody does.</summary>
    [Fact]
    public void Only_a_worker_accepts_the_settings_of_the_Functions_host()
    {
        Check(isWorker: true, ("ServiceBus:tenantId", "1"));
        Assert.Throws<StartupException>(() => Check(isWorker: false, ("ServiceBus:tenantId", "1")));
    }

    [Theory]
    [InlineData("Divoc:Qr:Encoding", "Utf8", "Utf8Latin1, Binary")]
    [InlineData("Divoc:Qr:ErrorCorrection", "7", "L, M, Q, H")]
    [InlineData("Divoc:Credential:SubjectId", "", "AsGiven, Masked, Hashed")]
    [InlineData("Logging:LogLevel:Default", "Verbose", "Trace, Debug, Information, Warning, Error, Critical, None")]
    [InlineData("Logging:Console:LogLevel:Default", "Verbose", "Trace, Debug, Information, Warning, Error, Critical, None")]
    public void An_invalid_value_is_refused_with_the_list_of_accepted_values(string name, string value, string words)
    {
        Assert.Contains(
            $"{name} must be one of {words}.",
            Assert.Throws<StartupException>(() => Check(isWorker: false, (name, value))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void All_invalid_settings_are_reported_without_their_values()
    {
        var told = Assert.Throws<StartupException>(
            () => Check(isWorker: false, ("Divoc:A", "secret"), ("Divoc:Qr:Encoding", "secret"), ("Divoc:B:C", "secret"))).Message;

        Assert.Contains("Divoc:A is not a setting", told, StringComparison.Ordinal);
        Assert.Contains("Divoc:B:C is not a setting", told, StringComparison.Ordinal);
        Assert.Contains("Divoc:Qr:Encoding must be", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }

    /// <summary>Properties that the binder could fill, but that are read from elsewhere or by another reader.</summary>
    [Theory]
    [InlineData("Divoc:Queue:ServiceBus:ConnectionString")]
    [InlineData("Divoc:Partners:clinic:UnknownNames")]
    [InlineData("Divoc:Profiled:0:Keys")]
    public void A_property_that_is_not_a_setting_is_refused(string name) =>
        Assert.Throws<StartupException>(() => Check(isWorker: false, (name, "1")));

    private static void Check(bool isWorker, params (string Name, string? Value)[] settings)
    {
        SettingsCheck.Refuse(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
                .Build(),
            isWorker);
    }
}
