using System.Security.Cryptography;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>Refuses partners that share a key, since their calls could not be distinguished, and settings that can't be meant.</summary>
public sealed class PartnersOptionsValidator : IValidateOptions<PartnersOptions>
{
    private const int MostPartners = 200;
    private const int MostKeys = 5;
    private const int LongestName = 32;
    private const int LongestUrl = 2_000;
    private const int LongestToken = 4_000;

    // The output of sha256sum if the variable with the key was empty.
    private static readonly string HashOfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>The partners; none if their own settings are refused, since that has a message of its own.</summary>
    internal static IReadOnlyDictionary<string, PartnerOptions> ValidOf(IOptions<PartnersOptions> partners)
    {
        try
        {
            return partners.Value.Partners;
        }
        catch (OptionsValidationException)
        {
            return new Dictionary<string, PartnerOptions>();
        }
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PartnersOptions options)
    {
        List<string> faults =
        [
            .. options.Partners.Count > MostPartners
                ? [$"{PartnersOptions.SectionName} may have at most {MostPartners} partners."]
                : (IEnumerable<string>)[],
            .. options.Partners.SelectMany(partner => ProblemsOf(partner.Key, partner.Value)),
            .. SharedKeys(options),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Whether a text can be the name of a partner: 1 to 32 lower-case letters and digits, a letter first.</summary>
    internal static bool IsName(string name)
    {
        return name.Length is > 0 and <= LongestName
            && char.IsAsciiLetterLower(name[0])
            && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));
    }

    private static IEnumerable<string> ProblemsOf(string name, PartnerOptions partner)
    {
        if (!IsName(name))
        {
            yield return $"{PartnersOptions.SectionName} has '{name}', which can't be the name of a partner: use 1 to {LongestName} "
                + "lower-case letters and digits, a letter first.";
        }

        if (partner.UnknownNames is [var unknown, ..])
        {
            yield return $"{Setting(name, unknown)} is not a setting of a partner. Its settings are: "
                + $"{string.Join(", ", [nameof(PartnerOptions.KeySha256), nameof(PartnerOptions.Scope), .. PartnerWebhookOptions.Names])}.";
        }

        if (!Enum.GetNames<CallerScope>().Contains(partner.Scope, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{Setting(name, nameof(PartnerOptions.Scope))} must be {string.Join(" or ", Enum.GetNames<CallerScope>())}.";
        }

        if (ProblemOfKeys(partner.Hashes()) is { } fault)
        {
            yield return $"{Setting(name, nameof(PartnerOptions.KeySha256))} {fault}";
        }

        foreach (var (member, ofWebhook) in partner.Webhook is null ? [] : ProblemsOf(partner.Webhook))
        {
            yield return $"{Setting(name, nameof(PartnerOptions.Webhook))}:{member} {ofWebhook}";
        }
    }

    /// <summary>The messages don't repeat the values: two of them are secrets, and an address can contain one.</summary>
    private static IEnumerable<(string Member, string Fault)> ProblemsOf(PartnerWebhookOptions webhook)
    {
        if (!IsWebhookUrl(webhook.Url))
        {
            yield return (
                nameof(webhook.Url), $"must be an https address of at most {LongestUrl} characters, without user name and fragment.");
        }

        const string form = "must be whsec_ and the base64 of 24 to 64 random bytes: echo \"whsec_$(openssl rand -base64 32)\"";
        if (WebhookSecret.Read(webhook.Secret) is null)
        {
            yield return (nameof(webhook.Secret), form);
        }

        if (webhook.SecretBefore.Length > 0 && WebhookSecret.Read(webhook.SecretBefore) is null)
        {
            yield return (nameof(webhook.SecretBefore), form);
        }

        if (!Enum.GetNames<WebhookFormat>().Contains(webhook.Format, StringComparer.OrdinalIgnoreCase))
        {
            yield return (nameof(webhook.Format), $"must be {string.Join(" or ", Enum.GetNames<WebhookFormat>())}.");
        }

        if (webhook.Token.Length > 0 && !IsToken(webhook))
        {
            yield return (nameof(webhook.Token), $"is allowed with the format {nameof(WebhookFormat.Divoc3)} only, and may have at most "
                + $"{LongestToken} printable ASCII characters.");
        }
    }

    /// <summary>http passes here: whether it is allowed depends on the networks that are allowed, which another validator knows.</summary>
    private static bool IsWebhookUrl(string text)
    {
        return text.Length is > 0 and <= LongestUrl && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && url.Host.Length > 0;
    }

    private static bool IsToken(PartnerWebhookOptions webhook)
    {
        return string.Equals(webhook.Format, nameof(WebhookFormat.Divoc3), StringComparison.OrdinalIgnoreCase)
            && webhook.Token.Length <= LongestToken
            && webhook.Token.All(character => character is >= ' ' and <= '~')
            && webhook.Token.Trim().Length == webhook.Token.Length;
    }

    /// <summary>The messages don't repeat the value: somebody may have written the key itself there.</summary>
    internal static string? ProblemOfKeys(IReadOnlyList<string> hashes)
    {
        if (hashes.Count is 0 or > MostKeys
            || hashes.Any(hash => hash.Length != 2 * SHA256.HashSizeInBytes || !hash.All(char.IsAsciiHexDigit)))
        {
            return $"must be the SHA-256 of an access key in 64 hex digits, or up to {MostKeys} of them, separated by commas. Make one "
                + "with printf %s \"$KEY\" | sha256sum | cut -c 1-64";
        }

        return hashes.Contains(HashOfNothing, StringComparer.OrdinalIgnoreCase) ? "is the SHA-256 of an empty text: the variable with the "
            + "key was empty when the hash was made." : null;
    }

    private static IEnumerable<string> SharedKeys(PartnersOptions options) => options.Partners
        .SelectMany(partner => partner.Value.Hashes().Select(hash => (Hash: hash, Name: partner.Key)))
        .GroupBy(key => key.Hash, key => key.Name, StringComparer.OrdinalIgnoreCase)
        .Where(names => names.Count() > 1)
        .Select(names => $"{PartnersOptions.SectionName} names one key twice, at {string.Join(" and ", names.Distinct())}: give each "
            + "partner a key of its own, and name it once.");

    private static string Setting(string name, string member) => $"{PartnersOptions.SectionName}:{name}:{member}";
}
