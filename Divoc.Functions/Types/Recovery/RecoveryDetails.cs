namespace Divoc.Functions.Types.Recovery;

/// <summary>What a person recovered from.</summary>
public sealed record RecoveryDetails
{
    /// <summary>The disease.</summary>
    public required string Disease { get; init; }

    /// <summary>The day of the first positive test, at the place where the sample was taken.</summary>
    public required DateOnly FirstPositiveTestDate { get; init; }

    /// <summary>Kind of that test, such as <c>RT-PCR</c>; null when unknown.</summary>
    public string? TestType { get; init; }

    /// <summary>First day on which the certificate is valid.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day on which the certificate is valid.</summary>
    public required DateOnly ValidUntil { get; init; }
}
