using Divoc.Functions.Formats;
using Divoc.Functions.Types;

namespace Divoc.Functions.Verification;

/// <summary>
/// The result of verifying a certificate, in no language. For an invalid one, only the reasons are given and nothing of its content,
/// because nobody vouches for it.
/// </summary>
public sealed record Verdict
{
    /// <summary>The worst status of the reasons.</summary>
    public required VerificationStatus Status { get; init; }

    /// <summary>The result of the signature check, independent of the content.</summary>
    public required SignatureState Signature { get; init; }

    /// <summary>The reasons, the worst first. Empty for a certificate of this service that is simply valid.</summary>
    public required IReadOnlyList<VerificationReason> Reasons { get; init; }

    public string? CertificateId { get; init; }

    /// <summary>The name of its certificate type.</summary>
    public string? Kind { get; init; }

    /// <summary>The issuer that it names.</summary>
    public string? Issuer { get; init; }

    /// <summary>The name of the key that signed it.</summary>
    public string? VerificationMethod { get; init; }

    /// <summary>The kid of the key that signed it.</summary>
    public string? Kid { get; init; }

    /// <summary>When it was issued, as the credential has it.</summary>
    public string? Issued { get; init; }

    /// <summary>The first day on which it is valid, as the credential has it; null for none.</summary>
    public string? ValidFrom { get; init; }

    /// <summary>The last day on which it is valid, as the credential has it; null for none.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>The data of the presented credential. Null for an invalid one.</summary>
    public Summary? Summary { get; init; }

    /// <summary>The id of the certificate that replaced it; null for none.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>When it was verified (UTC).</summary>
    public required DateTimeOffset CheckedAt { get; init; }
}
