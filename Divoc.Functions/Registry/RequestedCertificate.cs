namespace Divoc.Functions.Registry;

/// <summary>One element of an accepted request.</summary>
public sealed record RequestedCertificate
{
    /// <summary>The person's code, as the caller sent it.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>The enrollment's name.</summary>
    public required string Enrollment { get; init; }

    /// <summary>What the certificate is unique by.</summary>
    public required CertificateKey Key { get; init; }

    /// <summary>The id that was minted for it, or that of the certificate it duplicates.</summary>
    public required string CertificateId { get; init; }

    /// <summary>How many versions the key had at acceptance.</summary>
    public required int VersionsAtAcceptance { get; init; }

    /// <summary>The certificate that it is to replace; null unless the request is an update.</summary>
    public string? Replaces { get; init; }

    /// <summary>Whether the key had a live certificate at acceptance: the element was answered with that one's id and not queued.</summary>
    public bool IsDuplicate { get; init; }
}
