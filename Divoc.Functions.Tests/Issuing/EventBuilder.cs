using Divoc.Functions.Domain;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>Makes accepted events of an invented person.</summary>
internal static class EventBuilder
{
    private static readonly PostalAddress Address = new()
    {
        AddressLine1 = "14 Harbour Street",
        District = "Portside",
        State = "Westland",
        Country = "UTO",
        Pincode = "4711",
    };

    public static DateTimeOffset AcceptedAt { get; } = new(2024, 3, 1, 9, 30, 0, TimeSpan.Zero);

    public static HealthEvent Vaccination(string code = "PE-1001", int dose = 1, int totalDoses = 2) => new()
    {
        PreEnrollmentCode = code,
        ProgramId = "covid-2024",
        Recipient = Person(),
        Vaccination = new VaccinationDetails
        {
            Name = "Covishield",
            Batch = "B-77",
            Manufacturer = "Serum Institute",
            Date = new DateTimeOffset(2024, 1, dose, 10, 15, 30, 123, TimeSpan.FromHours(5.5)),
            EffectiveStart = new DateOnly(2024, 1, 15),
            EffectiveUntil = new DateOnly(2025, 1, 15),
            Dose = dose,
            TotalDoses = totalDoses,
        },
        Vaccinator = new NamedPerson { Name = "Dr Ina Kell" },
        Facility = new Facility { Name = "Harbour Clinic", Address = Address },
    };

    public static HealthEvent Test(string code = "PE-2002") => new()
    {
        PreEnrollmentCode = code,
        Recipient = Person(),
        TestDetails = new TestDetails
        {
            TestType = "RT-PCR",
            Disease = "COVID-19",
            SampleCollectionTimestamp = new DateTimeOffset(2024, 2, 1, 8, 0, 0, TimeSpan.Zero),
            ResultTimestamp = new DateTimeOffset(2024, 2, 1, 20, 0, 0, TimeSpan.Zero),
            Result = "Negative",
        },
        Facility = new Facility { Name = "Harbour Lab", Address = Address with { Country = null } },
    };

    public static HealthEvent Recovery(string code = "PE-3003") => new()
    {
        PreEnrollmentCode = code,
        Recipient = Person(),
        Recovery = new RecoveryDetails
        {
            Disease = "COVID-19",
            FirstPositiveTestDate = new DateOnly(2024, 2, 1),
            TestType = "RT-PCR",
            ValidFrom = new DateOnly(2024, 2, 12),
            ValidUntil = new DateOnly(2024, 7, 30),
        },
        Verifier = new NamedPerson { Name = "Dr Ina Kell" },
        Facility = new Facility { Name = "Harbour Lab", Address = Address },
    };

    /// <summary>An event of a shape's type.</summary>
    public static HealthEvent Of(CertificateShape shape) => shape switch
    {
        CertificateShape.Test => Test(),
        CertificateShape.Recovery => Recovery(),
        CertificateShape.VaccinationV1 or CertificateShape.VaccinationV3 => Vaccination(),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    public static CertificationEvent Certification(HealthEvent happened, CertificateShape shape, int versionsAtAcceptance = 0) => new()
    {
        CertificateId = CertificateId.New(),
        RequestId = RandomId.New(),
        Ledger = LedgerName.Of(happened.PreEnrollmentCode),
        Key = happened.Key,
        VersionsAtAcceptance = versionsAtAcceptance,
        AcceptedAt = AcceptedAt,
        Event = happened.Accepted(shape),
        Earlier = [],
    };

    public static CertificateShape ShapeOf(AcceptedEvent accepted)
    {
        return Enum.GetValues<CertificateShape>()
            .Single(shape => shape.TypeOf().Name == accepted.Type && shape.RequestOf().Name == accepted.Shape);
    }

    private static Recipient Person() => new()
    {
        Name = "Noor \"Zoë\" O'Brien",
        Dob = new DateOnly(1987, 4, 21),
        Gender = "Female",
        Nationality = "Utopian",
        Identity = "did:example:passport:N1234567",
        Contact = ["tel:5550100"],
        Address = Address,
    };
}
