using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Access;

/// <summary>Knows where partners are told what happened.</summary>
public sealed class PartnerWebhooks(IOptions<PartnersOptions> options)
{
    private readonly Lazy<Dictionary<string, PartnerWebhook>> webhooks = new(() => options.Value.Partners
        .Where(partner => partner.Value.Webhook is not null)
        .ToDictionary(partner => partner.Key, partner => PartnerWebhook.Of(partner.Value.Webhook!), StringComparer.Ordinal));

    /// <summary>All addresses, by partner.</summary>
    public IEnumerable<(string Partner, Uri Url)> Urls => webhooks.Value.Select(webhook => (webhook.Key, webhook.Value.Url));

    /// <summary>The webhook of a partner; null if it has none, and for null, which is nobody.</summary>
    public PartnerWebhook? Find(string? partner) => partner is null ? null : webhooks.Value.GetValueOrDefault(partner);
}

/// <summary>Where and how a partner is told what happened.</summary>
/// <param name="Url">The address that is called.</param>
/// <param name="Secrets">What calls are signed with: one secret, and while it is exchanged the one before too.</param>
/// <param name="Format">How the body is written.</param>
/// <param name="Token">What the header <c>Authorization</c> holds; null for none.</param>
public sealed record PartnerWebhook(Uri Url, IReadOnlyList<WebhookSecret> Secrets, WebhookFormat Format, string? Token)
{
    /// <summary>The webhook of settings that were found to be good.</summary>
    internal static PartnerWebhook Of(PartnerWebhookOptions options)
    {
        string[] secrets = [options.Secret, options.SecretBefore];
        return new PartnerWebhook(
            new Uri(options.Url, UriKind.Absolute),
            [.. secrets.Where(secret => secret.Length > 0).Select(secret => WebhookSecret.Read(secret)!)],
            Enum.Parse<WebhookFormat>(options.Format, ignoreCase: true),
            options.Token.Length > 0 ? options.Token : null);
    }
}

/// <summary>A secret that signs calls to a partner by the scheme of Standard Webhooks 1.0.0, symmetric. It has no text: nothing prints it.</summary>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int FewestBytes = 24;
    private const int MostBytes = 64;

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>Reads a secret; null when it is none.</summary>
    internal static WebhookSecret? Read(string text)
    {
        var bytes = new byte[MostBytes + 1];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length)
            && length is >= FewestBytes and <= MostBytes
            ? new WebhookSecret(bytes[..length])
            : null;
    }

    /// <summary>The signature of a call: <c>v1,</c> and the base64 of the HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.</summary>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var signed = new ArrayBufferWriter<byte>();
        signed.Write(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        signed.Write(body);
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed.WrittenSpan))}";
    }
}
