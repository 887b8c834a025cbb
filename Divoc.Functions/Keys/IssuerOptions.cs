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
    /// The <c>issuer</c> of credentials. The default is DIVOC's sample, which the program accepts only on a developer's machine. In DIVOC:
    /// <c>CERTIFICATE_ISSUER</c>.
    /// </summary>
    /// <value>absolute IRI</value>
    [Required]
    public string Id { get; set; } = SampleId;

    /// <summary>
    /// The name of the key in proofs (<c>verificationMethod</c>), and the prefix of subject ids that are not an IRI. It stays the same
    /// whatever key signs, since DIVOC's verifiers know the issuer by it. A did:web must be that of
    /// <see cref="PublicAddressOptions.PublicBaseUrl"/>, where the program publishes <c>did.json</c>; otherwise the program starts on a
    /// loopback address only. The default is DIVOC's sample, as with <see cref="Id"/>. In DIVOC: <c>CERTIFICATE_DID</c>.
    /// </summary>
    /// <value>absolute IRI</value>
    [Required]
    public string VerificationMethod { get; set; } = SampleVerificationMethod;

    /// <summary>
    /// The country that issues. EU certificates name it, and their identifiers begin with it; without it none are made. WHO documents use
    /// it for events that name no country.
    /// </summary>
    /// <value>two upper-case letters (ISO 3166-1), such as <c>IN</c></value>
    public string Country { get; set; } = "";
}
