using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Formats;

public sealed class CredentialBuilderTests
{
    private static readonly DateTimeOffset IssuedAt = new(2024, 3, 1, 9, 30, 5, 42, TimeSpan.Zero);

    private static CredentialBuilder Builder(CredentialOptions? options = null)
    {
        return new(Options.Create(options ?? new CredentialOptions()), Options.Create(new IssuerOptions()), new VaccineCodes());
    }

    private static JsonElement Build(CertificationEvent certification, CredentialOptions? options = null)
    {
        return JsonDocument.Parse(Builder(options)
            .Build(new CredentialSource(certification.CertificateId, certification.AcceptedAt, IssuedAt, certification.Event))).RootElement;
    }

    private static string[] Members(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    [Fact]
    public void A_v1_vaccination_has_DIVOCs_members_in_their_order()
    {
        var credential = Build(EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1));
        var subject = credential.GetProperty("credentialSubject");
        var evidence = credential.GetProperty("evidence")[0];

        Assert.Equal(
            ["@context", "type", "credentialSubject", "issuer", "issuanceDate", "evidence", "nonTransferable"], Members(credential));
        Assert.Equal(["type", "id", "refId", "name", "gender", "age", "nationality", "address"], Members(subject));
        Assert.Equal(
            ["streetAddress", "streetAddress2", "district", "city", "addressRegion", "addressCountry", "postalCode"],
            Members(subject.GetProperty("address")));
        Assert.Equal(
            [
                "id", "infoUrl", "feedbackUrl", "certificateId", "type", "batch", "vaccine", "manufacturer", "date", "effectiveStart",
                "effectiveUntil", "dose", "totalDoses", "verifier", "facility",
            ],
            Members(evidence));
        Assert.Equal("https://divoc.dev/credentials/vaccination/v1", credential.GetProperty("@context")[1].GetString());
        Assert.Equal("2024-03-01T09:30:05.042Z", credential.GetProperty("issuanceDate").GetString());
        Assert.Equal("true", credential.GetProperty("nonTransferable").GetString());
        Assert.Equal("36", subject.GetProperty("age").GetString());
        Assert.Equal("2024-01-01T10:15:30.123+05:30", evidence.GetProperty("date").GetString());
        Assert.Equal("2024-01-15", evidence.GetProperty("effectiveStart").GetString());
        Assert.Equal(JsonValueKind.Number, evidence.GetProperty("dose").ValueKind);
    }

    [Fact]
    public void W24_a_v3_vaccination_adds_date_of_birth_and_the_ICD_11_code()
    {
        var credential = Build(EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV3));
        var evidence = credential.GetProperty("evidence")[0];

        Assert.Equal("https://divoc.dev/credentials/vaccination/v2", credential.GetProperty("@context")[1].GetString());
        Assert.Equal("1987-04-21", credential.GetProperty("credentialSubject").GetProperty("dob").GetString());
        Assert.Equal("XM9QW8", evidence.GetProperty("icd11Code").GetString());
        Assert.Equal("COVID-19 vaccine, non-replicating viral vector", evidence.GetProperty("prophylaxis").GetString());
    }

    [Fact]
    public void An_unknown_vaccine_gets_an_empty_code()
    {
        var happened = EventBuilder.Vaccination();
        var unknown = happened with { Vaccination = happened.Vaccination! with { Name = "Utopivax" } };

        var evidence = Build(EventBuilder.Certification(unknown, CertificateShape.VaccinationV3)).GetProperty("evidence")[0];

        Assert.Equal("", evidence.GetProperty("icd11Code").GetString());
        Assert.Equal("", evidence.GetProperty("prophylaxis").GetString());
    }

    [Fact]
    public void A_test_has_its_own_evidence_and_no_age()
    {
        var credential = Build(EventBuilder.Certification(EventBuilder.Test(), CertificateShape.Test));
        var subject = credential.GetProperty("credentialSubject");
        var evidence = credential.GetProperty("evidence")[0];

        Assert.Equal("ProofOfTestCertificateCredential", credential.GetProperty("type")[1].GetString());
        Assert.Equal("https://cowin.gov.in/credentials/testCertificate/v1", credential.GetProperty("@context")[1].GetString());
        Assert.DoesNotContain("age", Members(subject));
        Assert.Equal("1987-04-21", subject.GetProperty("dob").GetString());
        Assert.Equal("IND", evidence.GetProperty("facility").GetProperty("address").GetProperty("addressCountry").GetString());
        Assert.Equal(
            [
                "id", "feedbackUrl", "infoUrl", "certificateId", "type", "batch", "testName", "testType", "manufacturer", "disease",
                "sampleOrigin", "sampleCollectionTimestamp", "resultTimestamp", "result", "verifier", "facility",
            ],
            Members(evidence));
        Assert.Equal("2024-02-01T08:00:00.000Z", evidence.GetProperty("sampleCollectionTimestamp").GetString());
    }

    [Fact]
    public void A_recovery_has_its_own_evidence_and_the_known_part_of_the_birth_date()
    {
        var happened = EventBuilder.Recovery();
        var credential = Build(EventBuilder.Certification(
            happened with { Recipient = happened.Recipient with { Dob = null, Age = "36" } }, CertificateShape.Recovery));
        var subject = credential.GetProperty("credentialSubject");
        var evidence = credential.GetProperty("evidence")[0];

        Assert.Equal("ProofOfRecoveryCredential", credential.GetProperty("type")[1].GetString());
        Assert.Equal("https://divoc.dev/credentials/recovery/v1", credential.GetProperty("@context")[1].GetString());
        Assert.Equal(["type", "id", "refId", "name", "gender", "age", "nationality", "address", "dob"], Members(subject));
        Assert.Equal(("36", ""), (subject.GetProperty("age").GetString(), subject.GetProperty("dob").GetString()));
        Assert.Equal(
            [
                "id", "feedbackUrl", "infoUrl", "certificateId", "type", "disease", "firstPositiveTestDate", "testType", "effectiveStart",
                "effectiveUntil", "verifier", "facility",
            ],
            Members(evidence));
        Assert.StartsWith("https://divoc.dev/recovery/", evidence.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ("2024-02-01", "2024-02-12", "2024-07-30"),
            (
                evidence.GetProperty("firstPositiveTestDate").GetString(), evidence.GetProperty("effectiveStart").GetString(),
                evidence.GetProperty("effectiveUntil").GetString()));
    }

    [Fact]
    public void The_evidence_id_consists_of_the_configured_base_URL_and_the_certificate_id()
    {
        var certification = EventBuilder.Certification(EventBuilder.Vaccination(), CertificateShape.VaccinationV1);
        var evidence = Build(certification, new CredentialOptions { BaseUrl = "https://health.example/v/" }).GetProperty("evidence")[0];

        Assert.Equal($"https://health.example/v/{certification.CertificateId}", evidence.GetProperty("id").GetString());
        Assert.Equal(certification.CertificateId, evidence.GetProperty("certificateId").GetString());
    }

    /// <summary>W3: DIVOC's template let a quote in a name inject members.</summary>
    [Fact]
    public void W3_quotes_in_a_name_stay_part_of_the_name()
    {
        var happened = EventBuilder.Vaccination();
        var crafted = happened with { Recipient = happened.Recipient with { Name = "A\",\"age\":\"30" } };

        var subject = Build(EventBuilder.Certification(crafted, CertificateShape.VaccinationV1)).GetProperty("credentialSubject");

        Assert.Equal("A\",\"age\":\"30", subject.GetProperty("name").GetString());
        Assert.Equal("36", subject.GetProperty("age").GetString());
    }

    [Theory]
    [InlineData("1900-06-01", null, "", "")]
    [InlineData(null, "31", "31", "1993-01-01")]
    [InlineData(null, "0", "0", "")]
    [InlineData("1987-04-21", "99", "99", "1987-04-21")]
    [InlineData("2024-03-01", null, "0", "2024-03-01")]
    public void A_missing_age_or_date_of_birth_is_derived_from_the_other_if_possible(
        string? dob, string? age, string expectedAge, string expectedDob)
    {
        var happened = EventBuilder.Vaccination();
        var person = happened.Recipient with
        {
            Dob = dob is null ? null : DateOnly.ParseExact(dob, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Age = age,
        };

        var subject = Build(EventBuilder.Certification(happened with { Recipient = person }, CertificateShape.VaccinationV3))
            .GetProperty("credentialSubject");

        Assert.Equal(expectedAge, subject.GetProperty("age").GetString());
        Assert.Equal(expectedDob, subject.GetProperty("dob").GetString());
    }

    /// <summary>A birthday begins where the person is, not in UTC.</summary>
    [Theory]
    [InlineData("+05:30", "36")]
    [InlineData("+00:00", "35")]
    [InlineData("-05:00", "35")]
    public void An_age_is_the_age_on_the_local_day_of_the_event(string offset, string expectedAge)
    {
        var happened = EventBuilder.Vaccination();
        var person = happened.Recipient with { Dob = new DateOnly(1988, 1, 1), Age = null };
        var date = DateTimeOffset.Parse($"2023-12-01T10:00:00{offset}", System.Globalization.CultureInfo.InvariantCulture);
        var changed = happened with { Recipient = person, Vaccination = happened.Vaccination! with { Date = date } };
        var certification = EventBuilder.Certification(changed, CertificateShape.VaccinationV3) with
        {
            AcceptedAt = new DateTimeOffset(2023, 12, 31, 20, 0, 0, TimeSpan.Zero),
        };

        Assert.Equal(expectedAge, Build(certification).GetProperty("credentialSubject").GetProperty("age").GetString());
    }
}
