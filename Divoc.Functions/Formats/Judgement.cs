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
    public sealed record Untrusted(IReadOnlyList<VerificationReason> Faults) : Judgement;

    /// <summary>A trusted key signed it.</summary>
    public sealed record Signed : Judgement
    {
        /// <summary>The key.</summary>
        public required TrustedKey Key { get; init; }

        /// <summary>The certificate id that it tells; empty where it tells none.</summary>
        public required string CertificateId { get; init; }

        /// <summary>As <see cref="ICredentialFormat.BindingHashOf"/> has it; null for a credential that is made at each fetch, whose hash is nowhere listed: then its signature has to bind all. A credential of a stored format without it is not believed where it is one of ours.</summary>
        public required string? BindingHash { get; init; }

        /// <summary>What contradicts itself in it, as far as the signature leaves that open. It counts unless the registry proves the content.</summary>
        public IReadOnlyList<VerificationReason> Doubts { get; init; } = [];

        /// <summary>What is to be known of every credential of this format that another issuer issued.</summary>
        public IReadOnlyList<VerificationReason> Notes { get; init; } = [];

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
