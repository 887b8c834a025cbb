using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>A vaccination of an invented person.</summary>
internal static class VaccinationSample
{
    /// <summary>The event.</summary>
    public static VaccinationEvent Event { get; } = new()
    {
        PreEnrollmentCode = SamplePerson.Code,
        Recipient = SamplePerson.Nobody,
        Vaccination = new VaccinationDetails
        {
            // Contains a name in the list of codes, so that the strictest settings accept it too.
            Name = "Rehearsal of Covishield",
            Manufacturer = "Nobody",
            Date = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero),
            EffectiveStart = new DateOnly(2026, 1, 1),
            EffectiveUntil = new DateOnly(2026, 1, 2),
            Dose = 1,
            TotalDoses = 2,
        },
        Vaccinator = new NamedPerson { Name = "Nobody" },
        Facility = SamplePerson.Facility,
    };
}
