namespace Divoc.Functions.Access;

/// <summary>Settings of the webhook of one partner, as they were written.</summary>
public sealed class PartnerWebhookOptions
{
    /// <summary>
    /// The address to which the partner's <see href="docs/events.md">events</see> are sent. Plain http is allowed only where
    /// <c>Divoc:Webhooks:AllowedNetworks</c> names a network. In DIVOC: <c>callbackUrl</c>.
    /// </summary>
    /// <value>https URL of at most 2,000 characters</value>
    public string Url { get; set; } = "";

    /// <summary>
    /// The secret that signs the calls, as Standard Webhooks describes it. Make one with <c>echo "whsec_$(openssl rand -base64 32)"</c>.
    /// </summary>
    /// <value><c>whsec_</c> and the base64 of 24 to 64 random bytes</value>
    public string Secret { get; set; } = "";

    /// <summary>The old secret, while it is being replaced: both secrets sign. Remove it when the partner uses the new one.</summary>
    /// <value>as <c>Secret</c></value>
    public string SecretBefore { get; set; } = "";

    /// <summary>
    /// How the calls are written: as a CloudEvent, or <see href="docs/events.md#as-divoc-30-calls-back">as DIVOC 3.0 calls back</see>.
    /// </summary>
    /// <value><c>CloudEvents</c>, <c>Divoc3</c></value>
    public string Format { get; set; } = nameof(WebhookFormat.CloudEvents);

    /// <summary>
    /// The text that is sent in the header <c>Authorization</c>, unchanged. Only with the format <c>Divoc3</c>. In DIVOC:
    /// <c>callbackToken</c>.
    /// </summary>
    /// <value>at most 4,000 printable ASCII characters</value>
    public string Token { get; set; } = "";

    /// <summary>The names of these settings below the section of a partner.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. new[] { nameof(Url), nameof(Secret), nameof(SecretBefore), nameof(Format), nameof(Token) }
            .Select(name => $"{nameof(PartnerOptions.Webhook)}:{name}")];

    /// <summary>Reads the section as it is; null if there is none.</summary>
    internal static PartnerWebhookOptions? Read(IConfigurationSection section)
    {
        if (!section.GetChildren().Any() && string.IsNullOrEmpty(section.Value))
        {
            return null;
        }

        var defaults = new PartnerWebhookOptions();
        return new PartnerWebhookOptions
        {
            Url = section[nameof(Url)] ?? defaults.Url,
            Secret = section[nameof(Secret)] ?? defaults.Secret,
            SecretBefore = section[nameof(SecretBefore)] ?? defaults.SecretBefore,
            Format = section[nameof(Format)] ?? defaults.Format,
            Token = section[nameof(Token)] ?? defaults.Token,
        };
    }
}

/// <summary>How the body of a webhook is written.</summary>
public enum WebhookFormat
{
    /// <summary>A CloudEvent 1.0 in JSON.</summary>
    CloudEvents,

    /// <summary>As DIVOC 3.0 reports to a tenant what became of an event; nothing is sent about other events.</summary>
    Divoc3,
}
