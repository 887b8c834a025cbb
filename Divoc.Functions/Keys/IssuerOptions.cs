using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Keys;

/// <summary>The issuer of the certificates.</summary>
public sealed class IssuerOptions
{
    public const string SectionName = "Divoc:Issuer";

    /// <summary>DIVOC's sample for <see cref="Id"/>.</summary>
    public const string SampleId = "https://divoc.dev/";

    /// <summary>DIVOC's sample for <see cref="VerificationMethod"/>.</summary>
    public const string SampleVerificationMethod = "did:india";

    /// <summary>
    /// The credential's <c>issuer</c>, an absolute IRI (DIVOC: CERTIFICATE_ISSUER). The default is DIVOC's sample, so that a first
    /// certificate needs no setting; the program refuses it outside a developer's machine.
    /// </summary>
    [Required]
    public string Id { get; set; } = SampleId;

    /// <summary>
    /// The proof's <c>verificationMethod</c> and the prefix of subject ids that are no IRI (DIVOC: CERTIFICATE_DID), written unchanged
    /// whatever key signs, since DIVOC's verifiers know the issuer by it. The default is DIVOC's sample.
    /// </summary>
    [Required]
    public string VerificationMethod { get; set; } = SampleVerificationMethod;

    /// <summary>
    /// The country that issues, by ISO 3166-1 alpha-2, such as <c>IN</c>: certificates of the EU's form name it, and their identifiers begin with it. Empty by default: no such certificate is made.
    /// </summary>
    public string Country { get; set; } = "";
}
