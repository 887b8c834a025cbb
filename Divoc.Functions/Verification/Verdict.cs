using Divoc.Functions.Formats;
using Divoc.Functions.Types;

namespace Divoc.Functions.Verification;

/// <summary>What came of verifying a certificate, in no language. Of an invalid one nothing is repeated but why, since nobody vouches for it.</summary>
public sealed record Verdict
{
    /// <summary>The gravest status of the reasons.</summary>
    public required VerificationStatus Status { get; init; }

    /// <summary>What the signature was found to be, whatever the content says.</summary>
    public required SignatureState Signature { get; init; }

    /// <summary>Why, the gravest first. Empty for a certificate of ours that simply holds.</summary>
    public required IReadOnlyList<VerificationReason> Reasons { get; init; }

    public string? CertificateId { get; init; }

    /// <summary>What it is about: the name of its certificate type.</summary>
    public string? Kind { get; init; }

    /// <summary>The issuer that it names.</summary>
    public string? Issuer { get; init; }

    /// <summary>The name of the key that signed it.</summary>
    public string? VerificationMethod { get; init; }

    /// <summary>The kid of the key that signed it.</summary>
    public string? Kid { get; init; }

    /// <summary>When it was issued, as it says.</summary>
    public string? Issued { get; init; }

    /// <summary>The first day on which it holds, as it says; null where it names none.</summary>
    public string? ValidFrom { get; init; }

    /// <summary>The last day on which it holds, as it says; null where it names none.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>What the presented credential says. Null for an invalid one.</summary>
    public Summary? Summary { get; init; }

    /// <summary>The id of the certificate that took its place; null if none did.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>When it was verified (UTC).</summary>
    public required DateTimeOffset CheckedAt { get; init; }
}
