namespace Divoc.Functions.Domain;

/// <summary>
/// What a certificate is unique by within one preEnrollmentCode: for a vaccination programme and dose; for a test programme, instant of the
/// sample, test type and disease. At most one version of a key is live.
/// </summary>
public sealed record CertificateKey
{
    /// <summary>Vaccination or test.</summary>
    public required CertificateKind Kind { get; init; }

    /// <summary>The programme, or empty.</summary>
    public required string ProgramId { get; init; }

    /// <summary>Number of the dose; null for a test.</summary>
    public int? Dose { get; init; }

    /// <summary>When the sample was taken (UTC); null for a vaccination.</summary>
    public DateTimeOffset? SampleCollected { get; init; }

    /// <summary>Kind of test; null for a vaccination.</summary>
    public string? TestType { get; init; }

    /// <summary>The disease tested for; null for a vaccination.</summary>
    public string? Disease { get; init; }
}
