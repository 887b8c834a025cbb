using Divoc.Functions.Access;
using Divoc.Functions.Events;
using Divoc.Functions.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Events;

public sealed class EventSettingsTests
{
    [Theory]
    [InlineData("", false, true)]
    [InlineData("certificate-events", true, true)]
    [InlineData("certificate-events", false, false)]
    [InlineData("certificate events", true, false)]
    [InlineData(QueueNames.CertificateChanges, true, false)]
    public void A_topic_must_be_in_the_same_Service_Bus_as_the_queues(string topic, bool hasServiceBus, bool isGood)
    {
        var settings = hasServiceBus ? new Dictionary<string, string?> { ["ServiceBus"] = "Endpoint=sb://example" } : [];
        var validator = new EventsOptionsValidator(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

        Assert.Equal(isGood, validator.Validate(null, new EventsOptions { Topic = topic }).Succeeded);
    }

    [Theory]
    [InlineData("", "https://partner.example/", 10, true)]
    [InlineData("", "http://partner.example/", 10, false)]
    [InlineData("10.20.0.0/16, fd00::/8, 127.0.0.1", "http://partner.example/", 10, true)]
    [InlineData("10.20.0.0/33", "https://partner.example/", 10, false)]
    [InlineData("partner.example", "https://partner.example/", 10, false)]
    [InlineData("", "https://partner.example/", 0, false)]
    [InlineData("", "https://partner.example/", 31, false)]
    public void HTTP_needs_an_allowed_network_and_calls_have_a_time_limit(string networks, string url, int seconds, bool isGood)
    {
        var partners = new PartnersOptions();
        partners.Partners["clinic"] = new PartnerOptions { Webhook = new PartnerWebhookOptions { Url = url } };
        var options = new WebhookOptions { AllowedNetworks = networks, Timeout = TimeSpan.FromSeconds(seconds) };

        Assert.Equal(isGood, new WebhookOptionsValidator(Options.Create(partners)).Validate(null, options).Succeeded);
    }
}
