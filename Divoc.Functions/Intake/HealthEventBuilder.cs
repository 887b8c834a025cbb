using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Makes events of elements that were read and have no fault.</summary>
internal static class HealthEventBuilder
{
    /// <summary>Makes an event.</summary>
    public static HealthEvent Build(ElementValues element) => new()
    {
        PreEnrollmentCode = Needed(element, "preEnrollmentCode"),
        EnrollmentType = element.Text("enrollmentType"),
        ProgramId = element.Text("programId"),
        Comorbidities = element.Texts("comorbidities"),
        Recipient = BuildRecipient(element),
        Vaccination = element.HasGroup("vaccination") ? BuildVaccination(element) : null,
        Vaccinator = BuildPerson(element, "vaccinator"),
        TestDetails = element.HasGroup("testDetails") ? BuildTest(element) : null,
        Verifier = BuildPerson(element, "verifier"),
        Facility = new Facility
        {
            Name = Needed(element, "facility.name"),
            Address = BuildAddress(element, "facility.address"),
        },
        Meta = element.Bytes("meta") is { } meta ? JsonElement.Parse(meta.Span) : null,
    };

    private static Recipient BuildRecipient(ElementValues element) => new()
    {
        Name = Needed(element, "recipient.name"),
        Dob = element.Date("recipient.dob"),
        Age = element.Text("recipient.age"),
        Gender = element.Text("recipient.gender"),
        Nationality = element.Text("recipient.nationality"),
        Identity = Needed(element, "recipient.identity"),
        Contact = element.Texts("recipient.contact")!,
        Address = BuildAddress(element, "recipient.address"),
    };

    private static Vaccination BuildVaccination(ElementValues element) => new()
    {
        Name = Needed(element, "vaccination.name"),
        Batch = element.Text("vaccination.batch"),
        Manufacturer = Needed(element, "vaccination.manufacturer"),
        Date = element.Instant("vaccination.date")!.Value,
        EffectiveStart = element.Date("vaccination.effectiveStart")!.Value,
        EffectiveUntil = element.Date("vaccination.effectiveUntil")!.Value,
        Dose = element.Number("vaccination.dose")!.Value,
        TotalDoses = element.Number("vaccination.totalDoses")!.Value,
    };

    private static TestDetails BuildTest(ElementValues element) => new()
    {
        TestName = element.Text("testDetails.testName"),
        TestType = Needed(element, "testDetails.testType"),
        Disease = Needed(element, "testDetails.disease"),
        Batch = element.Text("testDetails.batch"),
        Manufacturer = element.Text("testDetails.manufacturer"),
        SampleOrigin = element.Text("testDetails.sampleOrigin"),
        SampleCollectionTimestamp = element.Instant("testDetails.sampleCollectionTimestamp")!.Value,
        ResultTimestamp = element.Instant("testDetails.resultTimestamp")!.Value,
        Result = Needed(element, "testDetails.result"),
    };

    private static NamedPerson? BuildPerson(ElementValues element, string path)
    {
        return element.HasGroup(path) ? new NamedPerson { Name = Needed(element, $"{path}.name") } : null;
    }

    private static PostalAddress? BuildAddress(ElementValues element, string path)
    {
        return !element.HasGroup(path) ? null : new PostalAddress
        {
            AddressLine1 = Needed(element, $"{path}.addressLine1"),
            AddressLine2 = element.Text($"{path}.addressLine2"),
            City = element.Text($"{path}.city"),
            District = Needed(element, $"{path}.district"),
            State = Needed(element, $"{path}.state"),
            Country = element.Text($"{path}.country"),
            Pincode = Needed(element, $"{path}.pincode"),
        };
    }

    private static string Needed(ElementValues element, string path)
    {
        return element.Text(path) ?? throw new InvalidOperationException($"{path} is required and passed as absent.");
    }
}
