namespace Divoc.Functions.Storage;

/// <summary>The two containers that every store has.</summary>
public static class ArtifactContainers
{
    /// <summary>Its artifacts are written once and never changed; it may be under an immutability policy.</summary>
    public const string Certificates = "certificates";

    /// <summary>Changed by conditional writes only; never under an immutability policy.</summary>
    public const string Registry = "registry";

    public static IReadOnlyList<string> All { get; } = [Certificates, Registry];
}
