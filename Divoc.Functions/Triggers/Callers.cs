using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Partners;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Tells who calls by the access key that came with the call. That the key opens the function at all was the host's to see to: what counts here is whose
/// it is. Every function of level Function asks, since what a call may reach depends on it.
/// </summary>
public sealed class Callers(PartnerDirectory partners)
{
    /// <summary>The caller. As long as there are no partners, whoever calls reaches everything.</summary>
    /// <exception cref="CallerUnknownException">There are partners, and the key is none of theirs: it does not matter which other key it is.</exception>
    public Caller Of(HttpRequest request)
    {
        var key = AccessKey.Of(request);
        if (partners.IsEmpty)
        {
            return Caller.OfNoPartner(key is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        }

        return (key is null ? null : partners.Find(key)) ?? throw new CallerUnknownException();
    }

    /// <summary>The answer to a caller that is unknown.</summary>
    internal static Problem Unknown() => new(
        StatusCodes.Status403Forbidden, "UNKNOWN_PARTNER", "The access key of this call belongs to no partner. Send your partner's key, or have the operator enter its SHA-256 in Divoc:Partners.");
}
