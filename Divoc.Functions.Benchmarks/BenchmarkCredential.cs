using System.Security.Cryptography;
using System.Text;

namespace Divoc.Functions.Benchmarks;

/// <summary>A credential of an invented person, of the size and make of a real one.</summary>
internal static class BenchmarkCredential
{
    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Json());

    /// <summary>The same of a person of another name.</summary>
    public static byte[] WithName(string name) => Encoding.UTF8.GetBytes(Json().Replace("Nadeesha Perera", name, StringComparison.Ordinal));

    private static string Json()
    {
        // A signature does not compress; this one is as long as an RSA-2048 signature and always the same.
        var signature = Convert.ToBase64String(Enumerable.Range(0, 8).SelectMany(index => SHA256.HashData([(byte)index])).ToArray());
        return $$$$"""
            {"@context":["https://www.w3.org/2018/credentials/v1","https://divoc.dev/credentials/vaccination/v2"],"type":["VerifiableCredential","ProofOfVaccinationCredential"],"credentialSubject":{"type":"Person","id":"did:example:Passport:N7654321","refId":"REF-88213","name":"Nadeesha Perera","gender":"Female","age":"41","nationality":"Sri Lankan","address":{"streetAddress":"12 Lake Drive","streetAddress2":"","district":"Colombo","city":"","addressRegion":"Western","addressCountry":"LKA","postalCode":"00700"},"dob":"1984-07-05"},"issuer":"https://health.example/","issuanceDate":"2026-03-09T22:15:30.120Z","evidence":[{"id":"https://health.example/vaccine/kq3v8Zs1XwT0aPdE5mYhCg","infoUrl":"https://health.example/?kq3v8Zs1XwT0aPdE5mYhCg","feedbackUrl":"https://health.example/?kq3v8Zs1XwT0aPdE5mYhCg","certificateId":"kq3v8Zs1XwT0aPdE5mYhCg","type":["Vaccination"],"batch":"LOT-4471/B","vaccine":"Covishield","manufacturer":"Serum Institute","icd11Code":"XM9QW8","prophylaxis":"COVID-19 vaccine, non-replicating viral vector","date":"2026-03-09T19:21:18.646Z","effectiveStart":"2026-03-23","effectiveUntil":"2027-03-22","dose":2,"totalDoses":2,"verifier":{"name":"Dr Ruwan Silva"},"facility":{"name":"Harbour Clinic","address":{"streetAddress":"7 Quay Road","streetAddress2":"","district":"Old Town","city":"","addressRegion":"Western","addressCountry":"LKA","postalCode":"00300"}}}],"nonTransferable":"true","proof":{"type":"RsaSignature2018","created":"2026-03-09T22:15:30Z","verificationMethod":"did:example:issuer","proofPurpose":"assertionMethod","jws":"eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..{{{{signature}}}}"}}
            """;
    }
}
