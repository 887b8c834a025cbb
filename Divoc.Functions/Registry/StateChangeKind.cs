namespace Divoc.Functions.Registry;

/// <summary>What happened to a certificate after it was issued.</summary>
public enum StateChangeKind
{
    /// <summary>An update took its place.</summary>
    Superseded,

    /// <summary>It does not hold for a while, or until it is reinstated.</summary>
    Suspended,

    /// <summary>All suspensions before are lifted, begun or not.</summary>
    Reinstated,

    /// <summary>It never holds again.</summary>
    Revoked,

    /// <summary>Its artifacts and facts are gone; what it is worth stays as it was.</summary>
    Erased,
}
