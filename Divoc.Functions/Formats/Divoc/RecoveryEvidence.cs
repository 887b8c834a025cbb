namespace Divoc.Functions.Formats.Divoc;

/// <summary>A recovery, as it is signed: DIVOC's members, and those of <c>recovery-v1.context.json</c>.</summary>
public sealed record RecoveryEvidence
{
    /// <summary>Base URL and certificate id.</summary>
    public required string Id { get; init; }

    /// <summary>The address for comments.</summary>
    public required string FeedbackUrl { get; init; }

    /// <summary>The address of information about the certificate.</summary>
    public required string InfoUrl { get; init; }

    /// <summary>The certificate id.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Always <c>Recovery</c>.</summary>
    public IReadOnlyList<string> Type { get; init; } = ["Recovery"];

    /// <summary>The disease.</summary>
    public required string Disease { get; init; }

    /// <summary>The day of the first positive test, <c>YYYY-MM-DD</c>.</summary>
    public required string FirstPositiveTestDate { get; init; }

    /// <summary>Kind of that test, or empty.</summary>
    public required string TestType { get; init; }

    /// <summary>First day of validity, <c>YYYY-MM-DD</c>, with the same name as for vaccinations.</summary>
    public required string EffectiveStart { get; init; }

    /// <summary>Last day of validity, in the same form.</summary>
    public required string EffectiveUntil { get; init; }

    /// <summary>Who is responsible for it.</summary>
    public required CredentialVerifier Verifier { get; init; }

    /// <summary>Who attests it.</summary>
    public required CredentialFacility Facility { get; init; }
}
