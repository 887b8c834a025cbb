namespace Divoc.Functions.Formats;

/// <summary>The status of a presented certificate, from best to worst: if several apply, the last one counts.</summary>
public enum VerificationStatus
{
    /// <summary>It is genuine and valid.</summary>
    Valid,

    /// <summary>It is genuine, but its last day is over.</summary>
    Expired,

    /// <summary>It is genuine, but a newer one replaced it.</summary>
    Superseded,

    /// <summary>It is genuine, but is not valid at present.</summary>
    Suspended,

    /// <summary>It was issued and then revoked.</summary>
    Revoked,

    /// <summary>A trusted issuer signed these values, but the signature does not prove which value belongs to which field.</summary>
    Indeterminate,

    /// <summary>It was not issued by a trusted issuer, or was altered.</summary>
    Invalid,
}
