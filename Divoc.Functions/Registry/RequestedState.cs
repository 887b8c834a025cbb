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

    /// <summary>Set aside; the failure record says why.</summary>
    Failed,
}
