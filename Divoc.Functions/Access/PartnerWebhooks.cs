using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Access;

/// <summary>Knows the webhooks of partners.</summary>
public sealed class PartnerWebhooks(IOptions<PartnersOptions> options)
{
    private readonly Lazy<Dictionary<string, PartnerWebhook>> webhooks = new(() => options.Value.Partners
        .Where(partner => partner.Value.Webhook is not null)
        .ToDictionary(partner => partner.Key, partner => PartnerWebhook.Of(partner.Value.Webhook!), StringComparer.Ordinal));

    /// <summary>All addresses, by partner.</summary>
    public IEnumerable<(string Partner, Uri Url)> Urls => webhooks.Value.Select(webhook => (webhook.Key, webhook.Value.Url));

    /// <summary>The webhook of a partner; null if the partner has none or is null (nobody).</summary>
    public PartnerWebhook? Find(string? partner) => partner is null ? null : webhooks.Value.GetValueOrDefault(partner);
}

/// <summary>Where and how a partner is notified.</summary>
/// <param name="Url">The address that is called.</param>
/// <param name="Secrets">The secrets that sign calls: one, or two while the old one is being exchanged.</param>
/// <param name="Format">How the body is written.</param>
/// <param name="Token">The value of the header <c>Authorization</c>; null for none.</param>
public sealed record PartnerWebhook(Uri Url, IReadOnlyList<WebhookSecret> Secrets, WebhookFormat Format, string? Token)
{
    /// <summary>The webhook of settings that were found valid.</summary>
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

/// <summary>
/// A secret that signs calls to a partner by the symmetric scheme of Standard Webhooks 1.0.0. It has no text form, so that nothing prints
/// it.
/// </summary>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int FewestBytes = 24;
    private const int MostBytes = 64;

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>Reads a secret; null if the text is not one.</summary>
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
