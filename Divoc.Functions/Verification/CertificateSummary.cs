namespace Divoc.Functions.Verification;

/// <summary>What a verifier compares with the person and the papers before them. Null for what the credential leaves out; the subject's id is never repeated.</summary>
public sealed record CertificateSummary
{
    /// <summary>Full name.</summary>
    public string? Name { get; init; }

    public string? DateOfBirth { get; init; }

    /// <summary>Age in years when it was issued.</summary>
    public string? Age { get; init; }

    public string? Gender { get; init; }

    /// <summary>Name of the vaccine.</summary>
    public string? Vaccine { get; init; }

    /// <summary>What it protects with: the ICD-11 term.</summary>
    public string? Prophylaxis { get; init; }

    /// <summary>When the dose was given.</summary>
    public string? Date { get; init; }

    /// <summary>Number of the dose.</summary>
    public int? Dose { get; init; }

    /// <summary>Doses of the primary series.</summary>
    public int? TotalDoses { get; init; }

    /// <summary>Kind of test.</summary>
    public string? TestType { get; init; }

    public string? Disease { get; init; }

    /// <summary>The test's result.</summary>
    public string? Result { get; init; }

    /// <summary>When the sample was taken.</summary>
    public string? SampleCollected { get; init; }

    public string? ResultFound { get; init; }

    /// <summary>Name of the facility.</summary>
    public string? Facility { get; init; }

    /// <summary>Country of the facility.</summary>
    public string? Country { get; init; }
}
