using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake;

/// <summary>What the certificate of an event is unique by.</summary>
public static class CertificateKeys
{
    /// <summary>The key of an event.</summary>
    public static CertificateKey Of(HealthEvent happened)
    {
        var programId = happened.ProgramId ?? "";
        return happened.TestDetails is { } test
            ? new CertificateKey
            {
                Kind = CertificateKind.Test,
                ProgramId = programId,
                SampleCollected = test.SampleCollectionTimestamp.ToUniversalTime(),
                TestType = test.TestType,
                Disease = test.Disease,
            }
            : new CertificateKey { Kind = CertificateKind.Vaccination, ProgramId = programId, Dose = happened.Vaccination!.Dose };
    }
}
