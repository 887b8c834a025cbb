using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using static Divoc.Functions.Formats.Divoc.Judging.FieldForm;

namespace Divoc.Functions.Formats.Divoc.Judging;

/// <summary>
/// The fields of DIVOC's credentials (specification 02, sections 1 and 3), and of those of recoveries. What DIVOC's samples or settings leave out is not required. Nothing else may stand
/// in a credential, so no keyword of JSON-LD and no second value can be slipped in, and reading it takes little work whoever wrote it.
/// </summary>
internal static class CredentialFields
{
    private static readonly FieldRule Address = May(
        "address",
        Group,
        May("streetAddress", TextOrNumber),
        May("streetAddress2", TextOrNumber),
        May("city", TextOrNumber),
        May("district", TextOrNumber),
        May("addressRegion", TextOrNumber),
        May("addressCountry", TextOrNumber),
        May("postalCode", TextOrNumber));

    private static readonly FieldRule Subject = Must(
        "credentialSubject",
        Group,
        Must("type", FieldForm.Types),
        May("id", Text),
        Must("refId", TextOrNumber),
        May("uhid", TextOrNumber),
        Must("name", Text),
        May("gender", Text),
        May("age", TextOrNumber),
        May("nationality", Text),
        Address,
        May("dob", Text));

    private static readonly FieldRule Proof = May(
        "proof", Group, Must("type", Text), Must("created", Text), Must("verificationMethod", Text), Must("proofPurpose", Text), Must("jws", Text));

    private static readonly FieldRule[] EveryEvidence =
    [
        May("id", Text),
        May("certificateId", Text),
        Must("type", FieldForm.Types),
        May("infoUrl", Text),
        May("feedbackUrl", Text),
        May("verifier", Group, May("name", Text)),
        May("facility", Group, May("name", Text), Address),
    ];

    private static readonly FieldRule[] Product = [May("batch", TextOrNumber), May("manufacturer", Text)];

    private static readonly FieldRule[] Vaccination = Credential(
    [
        .. EveryEvidence,
        .. Product,
        Must("vaccine", Text),
        May("icd11Code", Text),
        May("prophylaxis", Text),
        Must("date", Text),
        May("effectiveStart", Text),
        May("effectiveUntil", Text),
        Must("dose", Count),
        Must("totalDoses", Count),
    ]);

    private static readonly FieldRule[] Test = Credential(
    [
        .. EveryEvidence,
        .. Product,
        May("testName", Text),
        Must("testType", Text),
        Must("disease", Text),
        May("sampleOrigin", Text),
        Must("sampleCollectionTimestamp", Text),
        Must("resultTimestamp", Text),
        Must("result", Text),
    ]);

    private static readonly FieldRule[] Recovery = Credential(
    [
        .. EveryEvidence,
        Must("disease", Text),
        Must("firstPositiveTestDate", Text),
        May("testType", Text),
        May("effectiveStart", Text),
        May("effectiveUntil", Text),
    ]);

    /// <summary>The rules of a kind.</summary>
    public static IReadOnlyList<FieldRule> Of(CredentialKind kind) => kind.CertificateType switch
    {
        TestType.TypeName => Test,
        RecoveryType.TypeName => Recovery,
        _ => Vaccination,
    };

    private static FieldRule[] Credential(FieldRule[] evidence) =>
    [
        Must("@context", Other),
        Must("type", FieldForm.Types),
        Subject,
        Must("issuer", Text),
        Must("issuanceDate", Text),
        Must("evidence", OneGroup, evidence),
        May("nonTransferable", Text),
        Proof,
    ];

    private static FieldRule Must(string name, FieldForm form, params FieldRule[] members) => new(name, form, true, members);

    private static FieldRule May(string name, FieldForm form, params FieldRule[] members) => new(name, form, false, members);
}
