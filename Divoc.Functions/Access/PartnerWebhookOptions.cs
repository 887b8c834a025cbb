namespace Divoc.Functions.Access;

/// <summary>Settings of the webhook of one partner, as they were written.</summary>
public sealed class PartnerWebhookOptions
{
    /// <summary>The address that is called, https unless it lies in one of the networks that <c>Divoc:Webhooks:AllowedNetworks</c> names. No default.</summary>
    public string Url { get; set; } = "";

    /// <summary>What calls are signed with (Standard Webhooks, symmetric): <c>whsec_</c> and the base64 of 24 to 64 random bytes. No default.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before, with which calls are signed too until the partner knows the new one. Default none.</summary>
    public string SecretBefore { get; set; } = "";

    /// <summary>The name of a <see cref="WebhookFormat"/> (case does not matter). Default <c>CloudEvents</c>.</summary>
    public string Format { get; set; } = nameof(WebhookFormat.CloudEvents);

    /// <summary>What is sent in the header <c>Authorization</c> as it is, as DIVOC 3.0 sends a tenant's <c>callbackToken</c>. Only with the format <c>Divoc3</c>. Default none.</summary>
    public string Token { get; set; } = "";

    /// <summary>The names of these settings below the section of a partner.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. new[] { nameof(Url), nameof(Secret), nameof(SecretBefore), nameof(Format), nameof(Token) }.Select(name => $"{nameof(PartnerOptions.Webhook)}:{name}")];

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
