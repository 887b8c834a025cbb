using System.Net;
using Divoc.Functions.Access;

namespace Divoc.Functions.Events;

/// <summary>How webhooks of partners are called.</summary>
public sealed class WebhookOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Webhooks";

    /// <summary>
    /// Addresses and networks that webhooks may call although they are not public, with plain http too. Leave it empty if no partner is in
    /// your own network: then no webhook can lead into that network.
    /// </summary>
    /// <value>addresses or networks, such as <c>10.20.0.0/16</c>, separated by commas</value>
    public string AllowedNetworks { get; set; } = "";

    /// <summary>
    /// How long one call of a webhook may take, from looking up the name to the end of the answer. The partner only has to store the event
    /// in this time.
    /// </summary>
    /// <value>1 to 30 seconds</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The networks of <see cref="AllowedNetworks"/>; null for a text that is not a network.</summary>
    internal IEnumerable<IPNetwork?> Networks() =>
        AllowedNetworks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(NetworkOf);

    private static IPNetwork? NetworkOf(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return new IPNetwork(address, 8 * address.GetAddressBytes().Length);
        }

        // One with bits after its prefix, such as 10.20.0.1/16, could mean an address or a network, so it is refused.
        var isPlain = IPNetwork.TryParse(text, out var network)
            && IPAddress.TryParse(text.Split('/')[0], out var first)
            && first.Equals(network.BaseAddress);
        return isPlain ? network : null;
    }
}

/// <summary>Refuses settings with which no webhook can be called.</summary>
public sealed class WebhookOptionsValidator(IOptions<PartnersOptions> partners) : IValidateOptions<WebhookOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var faults = ProblemsOf(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> ProblemsOf(WebhookOptions options)
    {
        var networks = options.Networks().ToList();
        if (networks.Contains(null))
        {
            yield return $"{WebhookOptions.SectionName}:{nameof(options.AllowedNetworks)} must be addresses or networks (10.20.0.0/16), "
                + "separated by commas.";
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > LongestTimeout)
        {
            yield return $"{WebhookOptions.SectionName}:{nameof(options.Timeout)} must be from 00:00:01 to {LongestTimeout:c}.";
        }

        if (networks.Count > 0)
        {
            yield break;
        }

        foreach (var partner in PartnersOptionsValidator.ValidOf(partners)
            .Where(partner => partner.Value.Webhook?.Url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true))
        {
            yield return $"{PartnersOptions.SectionName}:{partner.Key}:{nameof(PartnerOptions.Webhook)}:{nameof(PartnerWebhookOptions.Url)}"
                + " must be an https address: http is allowed only for "
                + $"networks that {WebhookOptions.SectionName}:{nameof(options.AllowedNetworks)} names.";
        }
    }
}
