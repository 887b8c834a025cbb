namespace Divoc.Functions.Registry;

/// <summary>What has become of one element of a request. Derived from the registry at each look, never stored.</summary>
public enum RequestedState
{
    /// <summary>On its way.</summary>
    Queued,

    /// <summary>The certificate exists.</summary>
    Issued,

    /// <summary>Another certificate of the same key exists; this element made none.</summary>
    Duplicate,

    /// <summary>An update that came too late: the certificate that it was to replace was replaced or revoked before.</summary>
    Conflict,

    /// <summary>Set aside; the failure record says why.</summary>
    Failed,
}
