using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Registry;
using Divoc.Functions.Triggers;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Divoc.Functions.Verification;

namespace Divoc.Functions.Tests.Domain;

/// <summary>Records that are answered or stored as they are: what clients and stored documents have, byte for byte.</summary>
public sealed class AnswerFormTests
{
    private static readonly VerdictSentences Sentences = new([new SentenceSource("sentences.json", JsonElement.Parse(
        """{"SUPERSEDED":{"en":"Replaced.","fr":"Remplacé."},"NOT_YET_EFFECTIVE":{"en":"Too early.","fr":"Trop tôt."}}"""))]);

    [Fact]
    public void A_verdict_is_written_with_the_words_and_order_of_the_interface()
    {
        var verdict = new Verdict
        {
            Status = VerificationStatus.Superseded,
            Signature = SignatureState.Valid,
            Reasons =
            [
                VerificationReasons.Superseded,
                VerificationReasons.NotYetEffective with { Pointer = "/evidence/0", Pointers = ["/evidence/0", "/a"] },
            ],
            CheckedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            CertificateId = "A",
            Kind = VaccinationType.TypeName,
            Issuer = "did:example:i",
            VerificationMethod = "did:example:i#k",
            Kid = "k",
            Issued = "2025",
            ValidFrom = "2026",
            ValidUntil = "2027",
            Summary = new Summary().Add("name", "Zoë").Add("age", "").Add("dose", 1),
            ReplacedBy = "B",
        };

        Assert.Equal(
            """
            {"status":"SUPERSEDED","signature":"valid","reasons":[{"code":"SUPERSEDED","message":"Replaced."},{"code":"NOT_YET_EFFECTIVE","message":"Too early.","pointer":"/evidence/0","pointers":["/evidence/0","/a"]}],
            "certificateId":"A","kind":"vaccination","issuer":"did:example:i","verificationMethod":"did:example:i#k","kid":"k","issued":"2025","validFrom":"2026","validUntil":"2027",
            "summary":{"name":"Zoë","dose":1},"replacedBy":"B","checkedAt":"2026-01-02T03:04:05+00:00"}
            """.ReplaceLineEndings(""),
            Written(verdict));
        Assert.Contains("\"kind\":\"test\"", Written(verdict with { Kind = TestType.TypeName }), StringComparison.Ordinal);
        Assert.Contains("""{"code":"SUPERSEDED","message":"Remplacé."}""", Written(verdict, "fr"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_verdict_contains_only_the_reasons()
    {
        var verdict = new Verdict
        {
            Status = VerificationStatus.Invalid,
            Signature = SignatureState.Unknown,
            Reasons = [],
            CheckedAt = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal(
            """{"status":"INVALID","signature":"unknown","reasons":[],"checkedAt":"1970-01-01T00:00:00+00:00"}""", Written(verdict));
    }

    /// <summary>DIVOC's number and sentence are for the answer to a refused request alone.</summary>
    [Fact]
    public void A_warning_is_stored_with_pointer_code_and_detail()
    {
        var request = new CertifyRequest
        {
            RequestId = "R",
            AcceptedAt = DateTimeOffset.UnixEpoch,
            BodyHash = "",
            Certificates = [],
            Warnings = [new Fault("/0/a", "CODE", "Detail.", 601, "a in body")],
        };

        var stored = JsonSerializer.Serialize(request, RegistryJson.Compact.CertifyRequest);

        Assert.EndsWith("""
            "warnings":[{"pointer":"/0/a","code":"CODE","detail":"Detail."}]}
            """, stored, StringComparison.Ordinal);
        Assert.Equal("/0/a", JsonSerializer.Deserialize(stored, RegistryJson.Compact.CertifyRequest)!.Warnings[0].Pointer);
    }

    private static string Written(Verdict verdict, string language = "en")
    {
        return JsonSerializer.Serialize(VerdictBody.Of(verdict, Sentences, language), AnswerJson.Readable.VerdictBody);
    }
}
