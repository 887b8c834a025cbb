using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Types;

/// <summary>A vaccination, a test or a recovery, for tests that make any of them.</summary>
internal sealed record HealthEvent
{
    public required string PreEnrollmentCode { get; init; }

    public string? EnrollmentType { get; init; }

    public string? ProgramId { get; init; }

    public IReadOnlyList<string>? Comorbidities { get; init; }

    public required Recipient Recipient { get; init; }

    public VaccinationDetails? Vaccination { get; init; }

    public NamedPerson? Vaccinator { get; init; }

    public TestDetails? TestDetails { get; init; }

    public RecoveryDetails? Recovery { get; init; }

    public NamedPerson? Verifier { get; init; }

    public required Facility Facility { get; init; }

    public JsonElement? Meta { get; init; }

    /// <summary>The normalised event of its type.</summary>
    public JsonElement Data => Shape switch
    {
        CertificateShape.Test => ToTest().Write(),
        CertificateShape.Recovery => ToRecovery().Write(),
        CertificateShape.VaccinationV1 => ToVaccination().Write(),
        _ => throw new NotSupportedException($"No test makes events of {Shape} yet."),
    };

    public CertificateKey Key => Shape.TypeOf().KeyOf(Data)!;

    /// <summary>The first shape of its type.</summary>
    private CertificateShape Shape
    {
        get
        {
            if (TestDetails is not null)
            {
                return CertificateShape.Test;
            }

            return Recovery is null ? CertificateShape.VaccinationV1 : CertificateShape.Recovery;
        }
    }

    public static HealthEvent Of(AcceptedEvent accepted)
    {
        if (accepted.Type == TestType.TypeName)
        {
            var test = TestEvent.Read(accepted.Data);
            return new HealthEvent
            {
                PreEnrollmentCode = test.PreEnrollmentCode,
                ProgramId = test.ProgramId,
                Recipient = test.Recipient,
                TestDetails = test.TestDetails,
                Verifier = test.Verifier,
                Facility = test.Facility,
                Meta = test.Meta,
            };
        }

        if (accepted.Type == RecoveryType.TypeName)
        {
            var recovery = RecoveryEvent.Read(accepted.Data);
            return new HealthEvent
            {
                PreEnrollmentCode = recovery.PreEnrollmentCode,
                ProgramId = recovery.ProgramId,
                Recipient = recovery.Recipient,
                Recovery = recovery.Recovery,
                Verifier = recovery.Verifier,
                Facility = recovery.Facility,
                Meta = recovery.Meta,
            };
        }

        var happened = VaccinationEvent.Read(accepted.Data);
        return new HealthEvent
        {
            PreEnrollmentCode = happened.PreEnrollmentCode,
            EnrollmentType = happened.EnrollmentType,
            ProgramId = happened.ProgramId,
            Comorbidities = happened.Comorbidities,
            Recipient = happened.Recipient,
            Vaccination = happened.Vaccination,
            Vaccinator = happened.Vaccinator,
            Facility = happened.Facility,
            Meta = happened.Meta,
        };
    }

    /// <summary>The event as it is accepted.</summary>
    public AcceptedEvent Accepted(CertificateShape shape) => new(shape.TypeOf().Name, 1, shape.RequestOf().Name, Data);

    private VaccinationEvent ToVaccination() => new()
    {
        PreEnrollmentCode = PreEnrollmentCode,
        EnrollmentType = EnrollmentType,
        ProgramId = ProgramId,
        Comorbidities = Comorbidities,
        Recipient = Recipient,
        Vaccination = Vaccination!,
        Vaccinator = Vaccinator,
        Facility = Facility,
        Meta = Meta,
    };

    private RecoveryEvent ToRecovery() => new()
    {
        PreEnrollmentCode = PreEnrollmentCode,
        ProgramId = ProgramId,
        Recipient = Recipient,
        Recovery = Recovery!,
        Verifier = Verifier,
        Facility = Facility,
        Meta = Meta,
    };

    private TestEvent ToTest() => new()
    {
        PreEnrollmentCode = PreEnrollmentCode,
        ProgramId = ProgramId,
        Recipient = Recipient,
        TestDetails = TestDetails!,
        Verifier = Verifier,
        Facility = Facility,
        Meta = Meta,
    };
}
