namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>The outcome of checking a proof.</summary>
/// <param name="IsValid">Whether the signature is valid and covers every part of the document.</param>
/// <param name="Code"><see cref="Verified"/>, <see cref="WrongSignature"/>, or the code of a <see cref="LinkedDataException"/>.</param>
/// <param name="Place">The place of the error in the document, if it has one.</param>
/// <param name="Reason">One sentence.</param>
public sealed record ProofResult(bool IsValid, string Code, string Place, string Reason)
{
    /// <summary>The signature is valid.</summary>
    public const string Verified = "verified";

    /// <summary>The signature does not fit this document and this key.</summary>
    public const string WrongSignature = "wrong signature";

    internal static ProofResult OfSignature(bool isGood)
    {
        return isGood
            ? new(true, Verified, "", "the signature is good")
            : new(false, WrongSignature, "/proof", "the signature does not belong to this document and this key");
    }

    internal static ProofResult OfError(LinkedDataException error) => new(false, error.Code, error.Place, error.Message);
}
