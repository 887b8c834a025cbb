namespace Divoc.Functions.Formats.EuDcc;

/// <summary>The reasons that only this format has.</summary>
internal static class EuReasons
{
    /// <summary>The extended key usage of the signer's certificate names other kinds of certificates, and not this one.</summary>
    public static VerificationReason SignerNotForKind { get; } = new("SIGNER_NOT_FOR_KIND", VerificationStatus.Invalid);
}
