using System.Globalization;

namespace Divoc.Functions.LinkedData.Proofs;

/// <summary>The data of a proof besides its signature.</summary>
/// <param name="VerificationMethod">The id of the key, an absolute IRI.</param>
/// <param name="Created">When it was made; fractions of a second are cut off.</param>
/// <param name="Purpose">The term of the purpose.</param>
public sealed record ProofOptions(string VerificationMethod, DateTimeOffset Created, string Purpose = ProofOptions.AssertionMethod)
{
    /// <summary>The purpose of credentials: the issuer asserts something.</summary>
    public const string AssertionMethod = "assertionMethod";

    /// <summary><see cref="Created"/> as it is written, such as <c>2021-08-28T11:35:43Z</c>.</summary>
    public string CreatedText => Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
