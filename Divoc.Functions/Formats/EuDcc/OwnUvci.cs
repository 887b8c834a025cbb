using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>Finds the certificate id in an identifier that this service wrote (<see cref="Uvci"/>).</summary>
internal static class OwnUvci
{
    /// <summary>
    /// The id between the last colon and the <c>#</c>; empty for none. Ids of this service are returned in lower case, as they are listed.
    /// </summary>
    public static string CertificateIdOf(string uvci)
    {
        var text = uvci.Split('#')[0];
        var id = text[(text.LastIndexOf(':') + 1)..];
        return id.Length == RandomId.Length ? id.ToLowerInvariant() : id;
    }
}
