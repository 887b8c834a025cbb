using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>The name of the key in certificates leads verifiers to where the program publishes its keys.</summary>
public sealed class PublishedNameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("did:web:certificates.health.example", "https://certificates.health.example/", true)]
    [InlineData("did:web:certificates.health.example#key-1", "https://certificates.health.example", true)]
    [InlineData("did:web:Certificates.health.example%3a8443", "https://certificates.health.example:8443", true)]
    [InlineData("did:web:health.example", "https://certificates.health.example", false)]
    [InlineData("did:web:certificates.health.example", "https://certificates.health.example:8443", false)]
    [InlineData("did:web:certificates.health.example", "https://certificates.health.example/path", false)]
    [InlineData("did:web:certificates.health.example:Path", "https://certificates.health.example/path", false)]
    [InlineData("did:web:Certificates.health.example:path", "https://certificates.health.example/path", true)]
    [InlineData("did:web", "https://certificates.health.example", false)]
    [InlineData("did:webs:health.example", "https://certificates.health.example", true)]
    [InlineData("did:india", "https://certificates.health.example", true)]
    [InlineData("https://health.example/keys/1", "https://certificates.health.example", true)]
    public void A_did_web_name_must_match_the_address_where_it_is_resolved(string name, string address, bool expected)
    {
        Assert.Equal(expected, PublishedName.IsFoundAt(name, address));
    }

    [Fact]
    public void Startup_refuses_a_name_that_does_not_match_the_address_when_others_can_reach_the_service()
    {
        var told = Assert.Throws<StartupException>(() => Build("http://0.0.0.0:0", "did:web:health.example")).Message;

        Assert.Contains("Divoc:Issuer:VerificationMethod is did:web:health.example", told, StringComparison.Ordinal);
        Assert.Contains(
            "by Divoc:PublicBaseUrl the program publishes did.json as did:web:certificates.health.example", told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("data")));
        Build("http://0.0.0.0:0", "did:web:certificates.health.example");
    }

    [Fact]
    public void A_local_service_may_use_the_name_that_it_will_have_in_production()
    {
        Build("http://127.0.0.1:0", "did:web:health.example");
    }

    public void Dispose() => folder.Dispose();

    private void Build(string url, string name)
    {
        string[] args =
        [
            "--urls", url, "--Divoc:DataDirectory", folder.PathOf("data"), "--Divoc:PublicBaseUrl", "https://certificates.health.example",
            "--Divoc:Issuer:VerificationMethod", name, "--Divoc:Issuer:Id", "https://health.example/",
            "--Divoc:Credential:BaseUrl", "https://health.example/v/", "--Divoc:Credential:TestBaseUrl", "https://health.example/t/",
            "--Divoc:Credential:RecoveryBaseUrl", "https://health.example/r/",
            "--Divoc:Credential:InfoBaseUrl", "https://health.example/i?",
            "--Divoc:Credential:FeedbackBaseUrl", "https://health.example/f?",
        ];
        ((IDisposable)EmbeddedHost.Build(args)).Dispose();
    }
}
