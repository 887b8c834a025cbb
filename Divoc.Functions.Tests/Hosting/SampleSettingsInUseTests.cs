using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Hosting;

public sealed class SampleSettingsInUseTests
{
    [Theory]
    [InlineData("http://localhost:7071/", "https://divoc.dev", 2)]
    [InlineData("HTTP://LOCALHOST:7071", "https://DIVOC.dev/", 2)]
    [InlineData("https://127.0.0.1", "https://health.example/", 1)]
    [InlineData("https://certificates.health.example", "https://health.example/", 0)]
    public void A_sample_value_is_detected_in_any_spelling(string publicBaseUrl, string issuer, int expected)
    {
        var settings = new Divoc.Functions.Hosting.SampleSettings(
            Options.Create(new IssuerOptions { Id = issuer, VerificationMethod = "did:web:health.example" }),
            Options.Create(new PublicAddressOptions { PublicBaseUrl = publicBaseUrl }));

        Assert.Equal(expected, settings.SampleValuesInUse().Count());
    }

    [Theory]
    [InlineData("https://health.example/v/", new string[0])]
    [InlineData("https://DIVOC.dev/vaccine", new[] { "Divoc:Credential:BaseUrl" })]
    public void The_format_reports_its_own_sample_values(string baseUrl, string[] expected)
    {
        var settings = new DivocSampleSettings(Options.Create(new CredentialOptions
        {
            BaseUrl = baseUrl,
            TestBaseUrl = "https://health.example/t/",
            RecoveryBaseUrl = "https://health.example/r/",
            InfoBaseUrl = "https://health.example/i/",
            FeedbackBaseUrl = "https://health.example/f/",
        }));

        Assert.Equal(expected, settings.SampleValuesInUse());
    }
}
