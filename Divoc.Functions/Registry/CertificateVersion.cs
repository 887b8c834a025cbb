namespace Divoc.Functions.Registry;

/// <summary>One issued certificate, as the enrollment lists it. A certificate that is not listed does not exist.</summary>
public sealed record CertificateVersion
{
    /// <summary>What the certificate is unique by.</summary>
    public required CertificateKey Key { get; init; }

    /// <summary>Its id: 26 characters that stand for 128 random bits.</summary>
    public required string CertificateId { get; init; }

    /// <summary>When it was listed (UTC).</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The kid of the key that signed it.</summary>
    public required string Kid { get; init; }

    /// <summary>The template that made the stored page.</summary>
    public required string TemplateVersion { get; init; }

    /// <summary>SHA-256 of the stored bytes and of the canonical form.</summary>
    public required ArtifactHashes Hashes { get; init; }

    /// <summary>What a later page shows of the event.</summary>
    public required EventFacts Facts { get; init; }
}
