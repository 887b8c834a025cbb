namespace Divoc.Functions.Formats;

/// <summary>What a presented certificate is worth. In the order of gravity: of several that apply the last counts.</summary>
public enum VerificationStatus
{
    /// <summary>It is genuine and holds.</summary>
    Valid,

    /// <summary>It is genuine, but its last day is over.</summary>
    Expired,

    /// <summary>It is genuine, but a newer one took its place.</summary>
    Superseded,

    /// <summary>It is genuine, but does not hold for the time being.</summary>
    Suspended,

    /// <summary>It was issued and then revoked.</summary>
    Revoked,

    /// <summary>A trusted issuer signed these values, but the signature does not prove which field holds which value.</summary>
    Indeterminate,

    /// <summary>It is not what a trusted issuer issued.</summary>
    Invalid,
}
