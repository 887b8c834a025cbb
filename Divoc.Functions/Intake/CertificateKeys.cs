using Divoc.Functions.Domain;

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

    /// <summary>The key of a request's element that is not judged yet; null if a part of it is missing or wrong. Texts are compared by their code units.</summary>
    internal static CertificateKey? Of(ElementValues element, CertificateShape shape)
    {
        var programId = element.Text("programId") ?? "";
        if (shape != CertificateShape.Test)
        {
            return element.Number("vaccination.dose") is { } dose ? new CertificateKey { Kind = CertificateKind.Vaccination, ProgramId = programId, Dose = dose } : null;
        }

        return element.Instant("testDetails.sampleCollectionTimestamp") is { } collected
            && element.Text("testDetails.testType") is { } testType
            && element.Text("testDetails.disease") is { } disease
            ? new CertificateKey { Kind = CertificateKind.Test, ProgramId = programId, SampleCollected = collected.ToUniversalTime(), TestType = testType, Disease = disease }
            : null;
    }
}
