using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>Credentials of invented persons. The proof has the length of a real one; rendering does not judge it.</summary>
internal sealed class SampleCredential
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonNode root;

    private SampleCredential(string json) => root = JsonNode.Parse(json)!;

    public JsonNode Subject => root["credentialSubject"]!;

    public JsonNode Evidence => root["evidence"]![0]!;

    public byte[] Bytes => Encoding.UTF8.GetBytes(root.ToJsonString(Compact));

    public static SampleCredential Vaccination(int dose = 1, int totalDoses = 2)
    {
        var sample = new SampleCredential(VaccinationJson);
        sample.Evidence["dose"] = dose;
        sample.Evidence["totalDoses"] = totalDoses;
        return sample;
    }

    public static SampleCredential Test() => new(TestJson);

    public static SampleCredential Recovery() => new(RecoveryJson);

    public SampleCredential WithSubject(string member, JsonNode value)
    {
        Subject[member] = value;
        return this;
    }

    public SampleCredential WithEvidence(string member, JsonNode value)
    {
        Evidence[member] = value;
        return this;
    }

    /// <summary>A published credential in the compact form in which it is stored and put into the QR code.</summary>
    public static byte[] Published(string name) =>
        Encoding.UTF8.GetBytes(JsonNode.Parse(SharedData.Read("divoc", "signed", name))!.ToJsonString(Compact));

    private const string Envelope = """
        "issuer":"https://health.example/","issuanceDate":"2026-03-09T22:15:30.120Z","nonTransferable":"true",
        "proof":{"type":"RsaSignature2018","created":"2026-03-09T22:15:30Z","verificationMethod":"did:example:issuer","proofPurpose":"assertionMethod",
        "jws":"eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..Yj2ZA9I_pLfjpIOG6xeZtU9lVGVp8sBAbnSEY0YuwhYYYW2nGZGDenpuvS2ZMWLrIzomUwiScNGq0oa2tR-w5G4nQN81fEoTOBuAHRzWmJbrJm0UJYwYHrCjpg5qDAxCSBWnKSEYdaggxVW-YCxIr418E8W6XeA3PaX4_KMBElEHOlWmUaHynE4gwHZVEVNinojCXruh55uRjixMrnJhwyrrQfKCUAXEoSqVJM0QduhVz0nlwv-z6tckI-HbB4vTlG2zosqjN2aSbWUFXSg23MQxr00oEcwPckfUu16cSUVypI_IgBtJBeDVs5ZyXU1FhyjZ3hoOkNLkEP6YJldGjA"}
        """;

    private const string Facility = """
        "facility":{"name":"Harbour Clinic","address":{"streetAddress":"7 Quay Road","streetAddress2":"","district":"Old Town","city":"","addressRegion":"Western","addressCountry":"LKA","postalCode":"00300"}}
        """;

    private const string VaccinationJson = $$$"""
        {"@context":["https://www.w3.org/2018/credentials/v1","https://divoc.dev/credentials/vaccination/v2"],
        "type":["VerifiableCredential","ProofOfVaccinationCredential"],
        "credentialSubject":{"type":"Person","id":"did:example:Passport:N7654321","refId":"REF-88213","name":"Nadeesha Perera","gender":"Female","age":"41","nationality":"Sri Lankan",
        "address":{"streetAddress":"12 Lake Drive","streetAddress2":"NA","district":"Colombo","city":"","addressRegion":"Western","addressCountry":"LKA","postalCode":"00700"},"dob":"1984-07-05"},
        "evidence":[{"id":"https://health.example/vaccine/kq3v8Zs1XwT0aPdE5mYhCg","infoUrl":"https://health.example/?kq3v8Zs1XwT0aPdE5mYhCg","feedbackUrl":"https://health.example/?kq3v8Zs1XwT0aPdE5mYhCg",
        "certificateId":"kq3v8Zs1XwT0aPdE5mYhCg","type":["Vaccination"],"batch":"LOT-4471/B","vaccine":"Covishield","manufacturer":"Serum Institute","icd11Code":"XM9QW8",
        "prophylaxis":"COVID-19 vaccine, non-replicating viral vector","date":"2026-03-09T19:21:18.646Z","effectiveStart":"2026-03-23","effectiveUntil":"2027-03-22","dose":1,"totalDoses":2,
        "verifier":{"name":"Dr Ruwan Silva"},{{{Facility}}} }],
        {{{Envelope}}} }
        """;

    private const string TestJson = $$$"""
        {"@context":["https://www.w3.org/2018/credentials/v1","https://cowin.gov.in/credentials/testCertificate/v1"],
        "type":["VerifiableCredential","ProofOfTestCertificateCredential"],
        "credentialSubject":{"type":"Person","id":"did:example:Passport:N7654321","refId":"REF-88213","name":"Nadeesha Perera","gender":"Female","dob":"1984-07-05","nationality":"Sri Lankan",
        "address":{"streetAddress":"12 Lake Drive","streetAddress2":"","district":"Colombo","city":"","addressRegion":"Western","addressCountry":"LKA","postalCode":"00700"}},
        "evidence":[{"id":"https://health.example/test/0b7H2mWq9Rr4TnUyLxGv3A","feedbackUrl":"https://health.example/?0b7H2mWq9Rr4TnUyLxGv3A","infoUrl":"https://health.example/?0b7H2mWq9Rr4TnUyLxGv3A",
        "certificateId":"0b7H2mWq9Rr4TnUyLxGv3A","type":["TestDetails"],"batch":"T-19","testName":"SARS-CoV-2 RT-PCR","testType":"RT-PCR","manufacturer":"Acme Diagnostics","disease":"COVID-19",
        "sampleOrigin":"Nasopharyngeal swab","sampleCollectionTimestamp":"2026-03-08T20:05:00.000Z","resultTimestamp":"2026-03-09T06:40:00.000Z","result":"Not detected",
        "verifier":{"name":"Dr Ruwan Silva"},{{{Facility}}} }],
        {{{Envelope}}} }
        """;

    private const string RecoveryJson = $$$"""
        {"@context":["https://www.w3.org/2018/credentials/v1","https://divoc.dev/credentials/recovery/v1"],
        "type":["VerifiableCredential","ProofOfRecoveryCredential"],
        "credentialSubject":{"type":"Person","id":"did:example:Passport:N7654321","refId":"REF-88213","name":"Nadeesha Perera","gender":"Female","age":"","nationality":"Sri Lankan",
        "address":{"streetAddress":"12 Lake Drive","streetAddress2":"","district":"Colombo","city":"","addressRegion":"Western","addressCountry":"LKA","postalCode":"00700"},"dob":"1984-07-05"},
        "evidence":[{"id":"https://health.example/recovery/7m2Xq8Wd4Rr9TnUyLxGv3B","feedbackUrl":"https://health.example/?7m2Xq8Wd4Rr9TnUyLxGv3B","infoUrl":"https://health.example/?7m2Xq8Wd4Rr9TnUyLxGv3B",
        "certificateId":"7m2Xq8Wd4Rr9TnUyLxGv3B","type":["Recovery"],"disease":"COVID-19","firstPositiveTestDate":"2026-02-20","testType":"RT-PCR","effectiveStart":"2026-03-03","effectiveUntil":"2026-08-19",
        "verifier":{"name":"Dr Ruwan Silva"},{{{Facility}}} }],
        {{{Envelope}}} }
        """;
}
