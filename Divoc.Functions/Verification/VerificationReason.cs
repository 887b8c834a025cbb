using System.Text.Json.Serialization;

namespace Divoc.Functions.Verification;

/// <summary>Why a certificate got its status, or what its holder should know.</summary>
/// <param name="Code">A stable word of <see cref="VerificationReasons"/>.</param>
/// <param name="Message">A sentence for a traveller; holds nothing of the certificate.</param>
/// <param name="Status">The status that the reason leads to; <see cref="VerificationStatus.Valid"/> for what is only to be known. Not answered: the verdict has the gravest.</param>
/// <param name="Pointer">Where in the credential, as a JSON Pointer made of the names that DIVOC's credentials have; null for the whole.</param>
public sealed record VerificationReason(string Code, string Message, [property: JsonIgnore] VerificationStatus Status, string? Pointer = null);
