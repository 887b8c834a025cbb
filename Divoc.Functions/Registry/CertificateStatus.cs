namespace Divoc.Functions.Registry;

/// <summary>What a listed certificate is worth at an instant.</summary>
public enum CertificateStatus
{
    /// <summary>It holds, as far as the registry can tell: whether it has expired stands in the credential.</summary>
    Live,

    /// <summary>It does not hold now. Its key stays taken: a suspended version can be updated, and nothing else certified in its place.</summary>
    Suspended,

    /// <summary>An update took its place.</summary>
    Superseded,

    /// <summary>It was revoked, whatever it was before.</summary>
    Revoked,
}
