using System.Text.Json.Nodes;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Credentials as issuers sign them, of each kind, without proof.</summary>
internal static class Certificates
{
    private const string Subject = """
        { "type": "Person", "id": "did:example:P-1", "refId": "R-1", "name": "Mina Sol", "gender": "Female", "nationality": "Utopian", "address": { "addressCountry": "UTO", "city": "", "district": "" } }
        """;

    private const string Place = """
        { "name": "Harbour Clinic", "address": { "addressCountry": "UTO", "city": "", "district": "" } }
        """;

    /// <summary>What issuers sign, by what is special in it.</summary>
    public static IReadOnlyDictionary<string, JsonObject> All { get; } = new Dictionary<string, JsonObject>
    {
        ["v2"] = Vaccination("v2", "\"icd11Code\": \"XM9QW8\", \"prophylaxis\": \"COVID-19 vaccine, non-replicating viral vector\""),
        ["v2 of an unknown vaccine"] =
            Vaccination("v2", "\"icd11Code\": \"\", \"prophylaxis\": \"\"", vaccine: "Utopivax", maker: "Utopian Institute"),
        ["v1"] = Vaccination("v1"),
        ["v1 of the last dose"] = Vaccination("v1", dose: "2"),
        ["v1 with texts for doses"] = Vaccination("v1", dose: "\"1\"", total: "\"3\""),
        ["v1 without doses"] = Vaccination("v1", dose: "\"\"", total: "\"\""),
        ["v1 without number"] = Without(Vaccination("v1", id: "undefined"), "certificateId"),
        ["v1 that ends on the day of the dose"] = Vaccination("v1", start: "2024-04-30", end: "2024-04-30"),
        ["v1 that begins two weeks later"] = Vaccination("v1", start: "2024-05-14"),
        ["v1 without start"] = Without(Vaccination("v1"), "effectiveStart"),
        ["v1 without start and end"] = Without(Without(Vaccination("v1"), "effectiveStart"), "effectiveUntil"),
        ["v1 without maker, batch and addresses of the web"] =
            Without(Without(Without(Without(Vaccination("v1"), "manufacturer"), "batch"), "infoUrl"), "feedbackUrl"),
        ["v1 whose batch is its number"] = Vaccination("v1", batch: "4711"),
        ["v1 of a vaccine that is named like its maker"] = Vaccination("v1", vaccine: "Sputnik V", maker: "Sputnik-V"),
        ["positive test"] = Test("Positive"),
        ["negative test"] = Test("Negative"),
        ["void test at one instant"] = Test("Void", found: "2024-05-01T08:00:00.000Z"),
        ["test with few members"] = Without(Without(Without(Test("Positive"), "batch"), "manufacturer"), "sampleOrigin"),
    };

    /// <summary>A vaccination.</summary>
    public static JsonObject Vaccination(
        string version,
        string more = "",
        string id = "4711",
        string dose = "1",
        string total = "2",
        string date = "2024-04-30T10:00:00.000Z",
        string start = "2024-04-30",
        string end = "2025-04-30",
        string vaccine = "Covishield",
        string maker = "Serum Institute",
        string batch = "B-1") => JsonNode.Parse($$"""
        {
          "@context": ["https://www.w3.org/2018/credentials/v1", "https://divoc.dev/credentials/vaccination/{{version}}"],
          "type": ["VerifiableCredential", "ProofOfVaccinationCredential"], "credentialSubject": {{Subject}},
          "issuer": "https://authority.example/", "issuanceDate": "2024-05-01T08:00:00.000Z",
          "evidence": [{
            "id": "https://authority.example/vaccine/{{id}}", "certificateId": "{{id}}", "infoUrl": "https://authority.example/?{{id}}", "feedbackUrl": "https://authority.example/?{{id}}",
            "type": ["Vaccination"], "batch": "{{batch}}", "vaccine": "{{vaccine}}", "manufacturer": "{{maker}}", {{(more.Length > 0 ? more + "," : "")}}
            "date": "{{date}}", "effectiveStart": "{{start}}", "effectiveUntil": "{{end}}", "dose": {{dose}}, "totalDoses": {{total}},
            "verifier": { "name": "Dr Ina Kell" }, "facility": {{Place}}
          }],
          "nonTransferable": "true"
        }
        """)!.AsObject();

    /// <summary>A test.</summary>
    public static JsonObject Test(
        string result,
        string sample = "2024-05-01T08:00:00.000Z",
        string found = "2024-05-01T20:00:00.000Z",
        string disease = "COVID-19") => JsonNode.Parse($$"""
        {
          "@context": ["https://www.w3.org/2018/credentials/v1", "https://cowin.gov.in/credentials/testCertificate/v1"],
          "type": ["VerifiableCredential", "ProofOfTestCertificateCredential"], "credentialSubject": {{Subject}},
          "issuer": "https://authority.example/", "issuanceDate": "2024-05-01T21:00:00.000Z",
          "evidence": [{
            "id": "https://authority.example/test/4711", "certificateId": "4711", "infoUrl": "https://authority.example/?4711", "feedbackUrl": "https://authority.example/?4711",
            "type": ["TestDetails"], "batch": "B-1", "testName": "SARS-CoV-2 RT-PCR", "testType": "RT-PCR", "disease": "{{disease}}", "sampleOrigin": "Nasopharyngeal swab", "manufacturer": "ACME",
            "sampleCollectionTimestamp": "{{sample}}", "resultTimestamp": "{{found}}", "result": "{{result}}",
            "verifier": { "name": "Dr Ina Kell" }, "facility": {{Place}}
          }],
          "nonTransferable": "true"
        }
        """)!.AsObject();

    /// <summary>A recovery. None of <see cref="All"/>, since the signature binds all of its members.</summary>
    public static JsonObject Recovery(string start = "2024-04-12", string end = "2024-09-28") => JsonNode.Parse($$"""
        {
          "@context": ["https://www.w3.org/2018/credentials/v1", "https://divoc.dev/credentials/recovery/v1"],
          "type": ["VerifiableCredential", "ProofOfRecoveryCredential"], "credentialSubject": {{Subject}},
          "issuer": "https://authority.example/", "issuanceDate": "2024-05-01T08:00:00.000Z",
          "evidence": [{
            "id": "https://authority.example/recovery/4711", "certificateId": "4711", "infoUrl": "https://authority.example/?4711", "feedbackUrl": "https://authority.example/?4711",
            "type": ["Recovery"], "disease": "COVID-19", "firstPositiveTestDate": "2024-04-01", "testType": "RT-PCR", "effectiveStart": "{{start}}", "effectiveUntil": "{{end}}",
            "verifier": { "name": "Dr Ina Kell" }, "facility": {{Place}}
          }],
          "nonTransferable": "true"
        }
        """)!.AsObject();

    /// <summary>The credential without a member of the evidence.</summary>
    public static JsonObject Without(JsonObject credential, string member)
    {
        Evidence(credential).Remove(member);
        return credential;
    }

    /// <summary>The credential with a member of the evidence set.</summary>
    public static JsonObject With(JsonObject credential, string member, JsonNode value)
    {
        Evidence(credential)[member] = value;
        return credential;
    }

    public static JsonObject Evidence(JsonObject credential) => credential["evidence"]![0]!.AsObject();
}
