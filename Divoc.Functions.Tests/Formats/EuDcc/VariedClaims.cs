using Divoc.Functions.Domain;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Formats.EuDcc;

/// <summary>Stored claims of vaccinations, tests and recoveries that differ in all that a certificate tells; the same each time.</summary>
internal static class VariedClaims
{
    private static readonly string[] Names =
        ["Łukasz Đặng", "Юлия Щеглова", "عبّاس", "Μπάμπης Αγγελόπουλος", "O’Brien-Smith, Zoë", new string('x', 300), "Q"];
    private static readonly string[] Vaccines = ["Comirnaty", "Covaxin", "Sputnik V", "Covishield", "CoronaVac"];

    /// <summary>So many.</summary>
    public static IEnumerable<CertificateClaims> Of(int count)
    {
        var random = new Random(45);
        for (var index = 0; index < count; index++)
        {
            var person = new Recipient
            {
                Name = Names[random.Next(Names.Length)],
                Dob = index % 3 == 0 ? null : new DateOnly(1930, 1, 1).AddDays(random.Next(30000)),
                Age = $"{random.Next(120)}",
                Identity = "did:example:1",
            };
            var facility = new Facility { Name = Names[random.Next(Names.Length)] };
            var instant = DateTimeOffset.UnixEpoch.AddSeconds(random.Next());
            yield return (index % 4) switch
            {
                0 => EuClaims.OfRecovery("COVID-19", person, DateOnly.FromDateTime(instant.UtcDateTime)),
                1 => EuClaims.Of(TestOf(person, facility, instant, random)),
                _ => EuClaims.Of(VaccinationOf(person, facility, instant, random), (CertificateShape)(index % 2)),
            };
        }
    }

    private static HealthEvent VaccinationOf(Recipient person, Facility facility, DateTimeOffset instant, Random random) =>
        EuClaims.Vaccination with
        {
            Recipient = person,
            Facility = facility,
            Vaccination = EuClaims.Vaccination.Vaccination! with
            {
                Name = Vaccines[random.Next(Vaccines.Length)],
                Dose = random.Next(1, 99),
                TotalDoses = random.Next(1, 99),
                Date = instant,
            },
        };

    private static HealthEvent TestOf(Recipient person, Facility facility, DateTimeOffset instant, Random random) => EuClaims.Test with
    {
        Recipient = person,
        Facility = facility,
        TestDetails = EuClaims.Test.TestDetails! with
        {
            TestType = random.Next(2) == 0 ? "PCR" : "Antigen",
            Result = random.Next(2) == 0 ? "Positive" : "Negative",
            SampleCollectionTimestamp = instant,
            TestName = Names[random.Next(Names.Length)],
        },
    };
}
