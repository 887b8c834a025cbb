using Divoc.Functions.Domain;

namespace Divoc.Functions.Access;

/// <summary>Knows the partners by their access keys.</summary>
public sealed class PartnerDirectory(IOptions<PartnersOptions> options)
{
    // Read at the first call, so that bad settings are reported at start together with all others.
    private readonly Lazy<IReadOnlyList<(byte[] KeyHash, Caller Partner)>> keys = new(() => Read(options.Value));

    /// <summary>Whether no partner is configured.</summary>
    public bool IsEmpty => keys.Value.Count == 0;

    /// <summary>The partner that has the key; null if no partner has it. The time that this takes does not depend on the key.</summary>
    public Caller? Find(string key) => AccessKey.FindOwner(key, keys.Value);

    private static IReadOnlyList<(byte[] KeyHash, Caller Partner)> Read(PartnersOptions options) =>
    [
        .. from partner in options.Partners
           let caller = Caller.OfPartner(partner.Key, Enum.Parse<CallerScope>(partner.Value.Scope, ignoreCase: true))
           from hash in partner.Value.Hashes()
           select (Convert.FromHexString(hash), caller),
    ];
}
