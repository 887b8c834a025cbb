namespace Divoc.Functions.Formats.Divoc;

/// <summary>A dose of a vaccine, as it is signed.</summary>
public sealed record VaccinationEvidence
{
    /// <summary>Base URL and certificate id.</summary>
    public required string Id { get; init; }

    /// <summary>The address of information about the certificate.</summary>
    public required string InfoUrl { get; init; }

    /// <summary>The address for comments.</summary>
    public required string FeedbackUrl { get; init; }

    /// <summary>The certificate id.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Always <c>Vaccination</c>.</summary>
    public IReadOnlyList<string> Type { get; init; } = ["Vaccination"];

    /// <summary>Lot number.</summary>
    public required string Batch { get; init; }

    /// <summary>The vaccine's name.</summary>
    public required string Vaccine { get; init; }

    /// <summary>Manufacturer.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>ICD-11 code of the vaccine, or empty; null (not written) for <c>/v1</c>.</summary>
    public string? Icd11Code { get; init; }

    /// <summary>ICD-11 term of the code, or empty; null (not written) for <c>/v1</c>.</summary>
    public string? Prophylaxis { get; init; }

    /// <summary>When the dose was given, RFC 3339 with milliseconds.</summary>
    public required string Date { get; init; }

    /// <summary>First day on which the certificate is valid, <c>YYYY-MM-DD</c>.</summary>
    public required string EffectiveStart { get; init; }

    /// <summary>Last day on which the certificate is valid, <c>YYYY-MM-DD</c>.</summary>
    public required string EffectiveUntil { get; init; }

    /// <summary>Number of the dose.</summary>
    public required int Dose { get; init; }

    /// <summary>Doses of the primary series.</summary>
    public required int TotalDoses { get; init; }

    /// <summary>Who vaccinated.</summary>
    public required CredentialVerifier Verifier { get; init; }

    /// <summary>Where the dose was given.</summary>
    public required CredentialFacility Facility { get; init; }
}
