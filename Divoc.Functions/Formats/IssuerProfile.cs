namespace Divoc.Functions.Formats;

/// <summary>
/// What is known of a trusted issuer, where it is not as the rules assume. Each member excuses exactly the alterations that it names, so a wrong profile lets those through.
/// </summary>
public sealed record IssuerProfile
{
    /// <summary>An issuer of whom nothing is known.</summary>
    public static IssuerProfile Unknown { get; } = new();

    /// <summary>Members that the issuer leaves out, by the names that the format gives them (<see cref="ICredentialFormat.OmittableMembers"/>).</summary>
    public IReadOnlyList<string> Omits { get; init; } = [];

    /// <summary>Words for the result of a test that the issuer uses beside those of the format.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>The largest number of doses of a primary series that the issuer certifies, so that a higher number can only be that of a dose; null where it is not known.</summary>
    public int? LargestSeries { get; init; }

    /// <summary>Whether the last day of the issuer's certificates says nothing, so that none of them expires.</summary>
    public bool EndIsNotEnforced { get; init; }
}
