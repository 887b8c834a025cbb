using Divoc.Functions.Formats.EuDcc;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Certificates of invented persons.</summary>
internal static class EuSamples
{
    public static EuCertificate Vaccination { get; } = new(
        new EuName
        {
            Family = "Nguyễn-Gößinger",
            FamilyTransliterated = "NGUYEN<GOESSINGER",
            Given = "Þórður",
            GivenTransliterated = "THORDUR",
        },
        "1987-04-21",
        new VaccinationEntry
        {
            Disease = "840539006",
            Country = "LK",
            Issuer = "Ministry of Trials",
            Id = "URN:UVCI:01:XX:7W6S3G2H1K4M5N6P7Q8R9S0T1V#T",
            Prophylaxis = "1119349007",
            Product = "EU/1/20/1528",
            Holder = "ORG-100030215",
            Dose = 2,
            Doses = 2,
            Day = "2026-03-04",
        });

    public static EuCertificate Test { get; } = new(
        new EuName { Family = "Anna Beispiel", FamilyTransliterated = "ANNA<BEISPIEL" },
        "1990",
        new TestEntry
        {
            Disease = "840539006",
            Country = "XX",
            Issuer = "Ministry of Trials",
            Id = "URN:UVCI:01:XX:7W6S3G2H1K4M5N6P7Q8R9S0T1W#T",
            Kind = "LP6464-4",
            TestName = "Trial PCR",
            SampleTaken = "2026-03-04T10:30:00+05:30",
            Result = "260415000",
            Facility = "Test centre 1",
        });
}
