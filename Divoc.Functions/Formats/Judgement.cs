using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>The result of a format's check of a presented credential, without the registry.</summary>
public abstract record Judgement
{
    private Judgement()
    {
    }

    /// <summary>It was not issued by a trusted issuer, or was altered.</summary>
    /// <param name="Faults">The reasons; at least one.</param>
    /// <param name="Signature">The result of the signature check.</param>
    public sealed record Untrusted(IReadOnlyList<VerificationReason> Faults, SignatureState Signature) : Judgement;

    /// <summary>A trusted key signed it.</summary>
    public sealed record Signed : Judgement
    {
        /// <summary>The key.</summary>
        public required TrustedKey Key { get; init; }

        /// <summary>Its certificate id; empty if it has none.</summary>
        public required string CertificateId { get; init; }

        /// <summary>
        /// The ids of further certificates in it, if it is one of this service with several. The worst of their states counts.
        /// </summary>
        public IReadOnlyList<string> MoreCertificateIds { get; init; } = [];

        /// <summary>
        /// By <see cref="ICredentialFormat.BindingHashOf"/>; null for a credential that is made at each fetch, whose hash is not listed:
        /// then its signature must cover everything. A credential of a stored format without it is not accepted if it is of this service.
        /// </summary>
        public required string? BindingHash { get; init; }

        /// <summary>Its contradictions, and what the signature does not cover. They count unless the registry proves the content.</summary>
        public IReadOnlyList<VerificationReason> Doubts { get; init; } = [];

        /// <summary>Whether the format has compared it with a list of its issuer's revocations; the result is among the doubts.</summary>
        public bool IsRevocationChecked { get; init; }

        /// <summary>The name of the certificate type.</summary>
        public required string Type { get; init; }

        /// <summary>The issuer that it names.</summary>
        public string? Issuer { get; init; }

        /// <summary>The name of the key that signed it, as the credential has it.</summary>
        public string? VerificationMethod { get; init; }

        /// <summary>When it was issued, as the credential has it.</summary>
        public string? Issued { get; init; }

        /// <summary>The first day on which it is valid, or an instant of it, as the credential has it; null for none.</summary>
        public string? ValidFrom { get; init; }

        /// <summary>The last day on which it is valid, or an instant of it, as the credential has it; null for none.</summary>
        public string? ValidUntil { get; init; }

        /// <summary>The data that a verifier compares with the person.</summary>
        public required Summary Summary { get; init; }
    }
}

/// <summary>The result of a signature check.</summary>
public enum SignatureState
{
    /// <summary>It was not checked: the form is wrong, or no trusted key has the name in the proof.</summary>
    Unknown,

    /// <summary>It is wrong.</summary>
    Invalid,

    /// <summary>A trusted key made it.</summary>
    Valid,
}
