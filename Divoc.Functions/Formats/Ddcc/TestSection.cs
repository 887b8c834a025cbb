using Divoc.Functions.Domain;
using Divoc.Functions.Types.Test;

namespace Divoc.Functions.Formats.Ddcc;

/// <summary>
/// Writes a test and its result (profiles DDCCObservation, DDCCDiagnosticReport, DDCCSpecimen, DDCCTest and DDCCProcedure). All codes are
/// from the type's tables at the time of issue.
/// </summary>
/// <param name="places">Finds the place of the event.</param>
internal sealed class TestSection(DdccPlaces places)
{
    /// <summary>The section of a test.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="person">The person.</param>
    /// <exception cref="EventFailedException">It can't be written completely.</exception>
    public DdccSection Of(TestEvent happened, TestCodes codes, FhirReference person)
    {
        var kind = DdccCodes.OfIcd11(codes.Kind?.Icd11 ?? throw DdccRefusals.TestKind.ToException());
        var taken = InternetTime.Format(happened.TestDetails.SampleCollectionTimestamp);
        var facility = DdccPlaces.NameOf(happened.Facility);
        var observation = FhirEntry.Of(new FhirObservation
        {
            Category = [DdccCodes.Laboratory],
            Kind = kind,
            Subject = person,
            EffectiveDateTime = taken,
            Performer = [facility],
            ValueCodeableConcept = DdccCodes.OfIcd11(codes.Result?.Icd11 ?? throw DdccRefusals.Result.ToException()),
        });
        var specimen = FhirEntry.Of(new FhirSpecimen
        {
            Type = DdccCodes.OfIcd11(codes.SampleOrigin ?? throw DdccRefusals.SampleOrigin.ToException()),
            Subject = person,
            Collection = new FhirCollection(taken),
        });
        var report = FhirEntry.Of(new FhirDiagnosticReport
        {
            Kind = kind,
            Subject = person,
            EffectiveDateTime = taken,
            Specimen = [specimen.ToReference()],
            Result = [observation.ToReference()],
        });
        var test = FhirEntry.Of(TestUsed(happened, codes, kind, person));
        var procedure = FhirEntry.Of(new FhirProcedure
        {
            Extension = [places.CountryOf(codes.Country, happened.Facility)],
            Kind = kind,
            Subject = person,
            PerformedDateTime = taken,
            Location = facility,
            Report = [report.ToReference()],
            UsedReference = [test.ToReference()],
        });
        return new DdccSection(
            DdccCodes.TestProfile, DdccCodes.TestCategory, DdccCodes.TestSection, observation, report, specimen, test, procedure);
    }

    private static FhirDevice TestUsed(TestEvent happened, TestCodes codes, FhirConcept kind, FhirReference person)
    {
        var pathogen = DdccCodes.OfIcd11(codes.Pathogen ?? throw DdccRefusals.Disease.ToException());
        return new FhirDevice
        {
            Manufacturer = FhirText.Of(happened.TestDetails.Manufacturer) ?? throw DdccRefusals.Manufacturer.ToException(),
            Type = kind,
            Patient = person,
            Property = [new FhirDeviceProperty(DdccCodes.Pathogen, [pathogen])],
        };
    }
}
