namespace Divoc.Functions.Formats.Divoc;

/// <summary>A test result, as it is signed.</summary>
public sealed record TestEvidence
{
    /// <summary>Base URL and certificate id.</summary>
    public required string Id { get; init; }

    /// <summary>The address for comments.</summary>
    public required string FeedbackUrl { get; init; }

    /// <summary>The address of information about the certificate.</summary>
    public required string InfoUrl { get; init; }

    /// <summary>The certificate id.</summary>
    public required string CertificateId { get; init; }

    /// <summary>Always <c>TestDetails</c>.</summary>
    public IReadOnlyList<string> Type { get; init; } = ["TestDetails"];

    /// <summary>Lot number.</summary>
    public required string Batch { get; init; }

    /// <summary>Name of the test.</summary>
    public required string TestName { get; init; }

    /// <summary>Kind of test.</summary>
    public required string TestType { get; init; }

    /// <summary>Manufacturer of the test.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>The disease of the test.</summary>
    public required string Disease { get; init; }

    /// <summary>The origin of the sample.</summary>
    public required string SampleOrigin { get; init; }

    /// <summary>When the sample was taken, RFC 3339 with milliseconds.</summary>
    public required string SampleCollectionTimestamp { get; init; }

    /// <summary>When the result was known, RFC 3339 with milliseconds.</summary>
    public required string ResultTimestamp { get; init; }

    /// <summary>The result.</summary>
    public required string Result { get; init; }

    /// <summary>Who is responsible for it.</summary>
    public required CredentialVerifier Verifier { get; init; }

    /// <summary>Where it was done.</summary>
    public required CredentialFacility Facility { get; init; }
}
