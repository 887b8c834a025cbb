using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>What a format found out about a presented credential, without the registry.</summary>
public abstract record Judgement
{
    private Judgement()
    {
    }

    /// <summary>It is not what a trusted issuer issued.</summary>
    /// <param name="Faults">Why; one at least.</param>
    /// <param name="Signature">What the signature was found to be.</param>
    public sealed record Untrusted(IReadOnlyList<VerificationReason> Faults, SignatureState Signature) : Judgement;

    /// <summary>A trusted key signed it.</summary>
    public sealed record Signed : Judgement
    {
        /// <summary>The key.</summary>
        public required TrustedKey Key { get; init; }

        /// <summary>The certificate id that it tells; empty where it tells none.</summary>
        public required string CertificateId { get; init; }

        /// <summary>The ids of further certificates that it holds, of one of ours that holds several. The gravest state of all counts.</summary>
        public IReadOnlyList<string> MoreCertificateIds { get; init; } = [];

        /// <summary>As <see cref="ICredentialFormat.BindingHashOf"/> has it; null for a credential that is made at each fetch, whose hash is nowhere listed: then its signature has to bind all. A credential of a stored format without it is not believed where it is one of ours.</summary>
        public required string? BindingHash { get; init; }

        /// <summary>What contradicts itself in it, and what the signature leaves open. It counts unless the registry proves the content.</summary>
        public IReadOnlyList<VerificationReason> Doubts { get; init; } = [];

        /// <summary>Whether the format has held it against a list of its issuer's revocations; what that said is among the doubts.</summary>
        public bool IsRevocationChecked { get; init; }

        /// <summary>The name of the certificate type.</summary>
        public required string Type { get; init; }

        /// <summary>The issuer that it names.</summary>
        public string? Issuer { get; init; }

        /// <summary>The name of the key that signed it, as it tells it.</summary>
        public string? VerificationMethod { get; init; }

        /// <summary>When it was issued, as it says.</summary>
        public string? Issued { get; init; }

        /// <summary>The first day on which it is valid, or an instant of it, as it says; null where it names none.</summary>
        public string? ValidFrom { get; init; }

        /// <summary>The last day on which it is valid, or an instant of it, as it says; null where it names none.</summary>
        public string? ValidUntil { get; init; }

        /// <summary>What a verifier compares.</summary>
        public required Summary Summary { get; init; }
    }
}

/// <summary>What is known of a signature.</summary>
public enum SignatureState
{
    /// <summary>It was not checked: the form is wrong, or no trusted key has the name that it tells.</summary>
    Unknown,

    /// <summary>It does not fit.</summary>
    Invalid,

    /// <summary>A trusted key made it.</summary>
    Valid,
}
