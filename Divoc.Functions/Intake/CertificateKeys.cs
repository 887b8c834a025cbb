using Divoc.Functions.Domain;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>What the certificate of a request's element will be unique by.</summary>
internal static class CertificateKeys
{
    /// <summary>The key of a request's element that is not judged yet; null if a part of it is missing or wrong. Texts are compared by their code units.</summary>
    public static CertificateKey? Of(ElementValues element, CertificateShape shape)
    {
        var programId = element.Text("programId") ?? "";
        if (shape != CertificateShape.Test)
        {
            return element.Number("vaccination.dose") is { } dose ? VaccinationType.KeyOf(programId, dose) : null;
        }

        return element.Instant("testDetails.sampleCollectionTimestamp") is { } collected
            && element.Text("testDetails.testType") is { } testType
            && element.Text("testDetails.disease") is { } disease
            ? TestType.KeyOf(programId, collected, testType, disease)
            : null;
    }
}
