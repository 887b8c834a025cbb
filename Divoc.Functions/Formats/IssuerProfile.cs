namespace Divoc.Functions.Formats;

/// <summary>
/// What is known about a trusted issuer that differs from the assumptions of the rules. Each member allows exactly the alterations that it
/// names, so a wrong profile accepts such alterations.
/// </summary>
public sealed record IssuerProfile
{
    /// <summary>An issuer about which nothing is known.</summary>
    public static IssuerProfile Unknown { get; } = new();

    /// <summary>
    /// Members that the issuer leaves out, by the format's names for them (<see cref="ICredentialFormat.OmittableMembers"/>).
    /// </summary>
    public IReadOnlyList<string> Omits { get; init; } = [];

    /// <summary>Words for the result of a test that the issuer uses in addition to those of the format.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>
    /// The largest number of doses of a primary series that the issuer certifies; a higher number can only be the number of a dose. Null if
    /// it is not known.
    /// </summary>
    public int? LargestSeries { get; init; }

    /// <summary>Whether the end of validity in the issuer's certificates has no meaning, so that none of them expires.</summary>
    public bool EndIsNotEnforced { get; init; }
}
