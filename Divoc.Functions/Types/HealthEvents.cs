using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>Vaccinations and tests as they are carried by messages and kept as claims.</summary>
public static class HealthEvents
{
    private const string First = "v1";
    private const string Third = "v3";

    /// <summary>An event as it is persisted.</summary>
    public static AcceptedEvent Write(HealthEvent happened, CertificateShape shape)
    {
        var data = JsonSerializer.SerializeToElement(happened, HealthEventJson.Compact.HealthEvent);
        return shape == CertificateShape.Test
            ? new AcceptedEvent(TestType.Name, TestType.Version, First, data)
            : new AcceptedEvent(VaccinationType.Name, VaccinationType.Version, shape == CertificateShape.VaccinationV1 ? First : Third, data);
    }

    /// <summary>How many bytes an event takes in a message.</summary>
    public static int SizeOf(HealthEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, HealthEventJson.Compact.HealthEvent).Length;

    /// <summary>Reads what <see cref="Write"/> made.</summary>
    /// <exception cref="NewerFormException">This version of the program knows no such type, or not this version of it.</exception>
    /// <exception cref="JsonException">It is no event of its type.</exception>
    public static HealthEvent Read(AcceptedEvent accepted)
    {
        var shape = ShapeOf(accepted);
        var happened = JsonSerializer.Deserialize(accepted.Data, HealthEventJson.Compact.HealthEvent);
        var isComplete = shape == CertificateShape.Test ? happened?.TestDetails is not null : happened?.Vaccination is not null;
        return isComplete ? happened! : throw new JsonException("An event of its type was expected.");
    }

    /// <summary>Which of the certify endpoints an event came by.</summary>
    /// <exception cref="NewerFormException">This version of the program knows no such type, version or shape.</exception>
    public static CertificateShape ShapeOf(AcceptedEvent accepted) => (accepted.Type, accepted.Version, accepted.Shape) switch
    {
        (VaccinationType.Name, VaccinationType.Version, First) => CertificateShape.VaccinationV1,
        (VaccinationType.Name, VaccinationType.Version, Third) => CertificateShape.VaccinationV3,
        (TestType.Name, TestType.Version, First) => CertificateShape.Test,
        _ => throw new NewerFormException("certificate type of an event"),
    };

    /// <summary>What the certificate of an event is unique by.</summary>
    public static CertificateKey KeyOf(HealthEvent happened)
    {
        var programme = happened.ProgramId ?? "";
        return happened.TestDetails is { } test
            ? TestType.KeyOf(programme, test.SampleCollectionTimestamp, test.TestType, test.Disease)
            : VaccinationType.KeyOf(programme, happened.Vaccination!.Dose);
    }

    /// <summary>The few facts that later pages show.</summary>
    public static EventFacts FactsOf(HealthEvent happened)
    {
        var country = happened.Facility.Address?.Country ?? "";
        return happened.Vaccination is { } vaccination
            ? new EventFacts
            {
                Date = vaccination.Date,
                Vaccine = vaccination.Name,
                Batch = vaccination.Batch ?? "",
                TotalDoses = vaccination.TotalDoses,
                Country = country,
            }
            : new EventFacts { Date = happened.TestDetails!.SampleCollectionTimestamp, Country = country };
    }

    /// <summary>The last day on which the certificate of an event is valid; null where it has no end.</summary>
    public static DateOnly? LastDayOf(HealthEvent happened) => happened.Vaccination?.EffectiveUntil;

    /// <summary>What is kept of an event beside its credential: all that other formats can need, and nothing that only the partner or the page needed.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="subjectId">The person's identity as the credential has it, in the place of the one that was sent.</param>
    public static HealthEvent ClaimsOf(HealthEvent happened, string subjectId) => happened with
    {
        EnrollmentType = null,
        Comorbidities = null,
        Meta = null,
        Recipient = happened.Recipient with { Identity = subjectId, Contact = null },
    };
}
