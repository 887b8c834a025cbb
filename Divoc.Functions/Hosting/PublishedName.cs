using Divoc.Functions.Keys;

namespace Divoc.Functions.Hosting;

/// <summary>
/// A verifier that looks up the name of a key, a did:web, goes to the address in that name. If this program publishes did.json at another
/// address, the verifier finds nothing, or the keys of somebody else.
/// </summary>
internal static class PublishedName
{
    private const string DidWeb = "did:web:";

    /// <summary>Refuses a name with another address.</summary>
    /// <exception cref="StartupException">It has one.</exception>
    public static void Require(IServiceProvider services)
    {
        var name = services.GetRequiredService<IOptions<IssuerOptions>>().Value.VerificationMethod;
        var address = services.GetRequiredService<IOptions<PublicAddressOptions>>().Value.BaseUrl;
        if (!IsFoundAt(name, address))
        {
            throw new StartupException(
                $"{IssuerOptions.SectionName}:{nameof(IssuerOptions.VerificationMethod)} is {name}, but by "
                + $"{PublicAddressOptions.SettingName} the program publishes did.json as {IssuerIdentifier.DidWebOf(address)}. "
                + "Change one of the two settings so that they agree.");
        }
    }

    /// <summary>Whether a name (with or without the fragment for one key) is not a did:web, or is the did:web of an address.</summary>
    internal static bool IsFoundAt(string name, string address)
    {
        if (!$"{name}:".StartsWith(DidWeb, StringComparison.Ordinal))
        {
            return true;
        }

        // The host is case-insensitive, the path is not.
        var (wanted, published) = (name.Split('#')[0].Split(':', 4), IssuerIdentifier.DidWebOf(address).Split(':', 4));
        return wanted.Length == published.Length
            && string.Equals(wanted[2], published[2], StringComparison.OrdinalIgnoreCase)
            && wanted.Skip(3).SequenceEqual(published.Skip(3), StringComparer.Ordinal);
    }
}
