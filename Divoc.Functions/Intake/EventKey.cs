namespace Divoc.Functions.Intake;

/// <summary>What makes two events of one endpoint the same event. Texts are compared by their code units, the sample's time as an instant.</summary>
/// <param name="PreEnrollmentCode">The person's code.</param>
/// <param name="ProgramId">The programme, or empty.</param>
/// <param name="Dose">Number of the dose; 0 for a test.</param>
/// <param name="SampledAt">When the sample was taken; null for a vaccination.</param>
/// <param name="TestType">Kind of test; null for a vaccination.</param>
/// <param name="Disease">The disease tested for; null for a vaccination.</param>
internal sealed record EventKey(string PreEnrollmentCode, string ProgramId, int Dose, DateTimeOffset? SampledAt, string? TestType, string? Disease)
{
    /// <summary>The key of an element; null if a part of it is missing or wrong.</summary>
    public static EventKey? Of(ElementValues element, CertificateShape shape)
    {
        if (element.Text("preEnrollmentCode") is not { } code)
        {
            return null;
        }

        var programId = element.Text("programId") ?? "";
        if (shape != CertificateShape.Test)
        {
            return element.Number("vaccination.dose") is { } dose ? new EventKey(code, programId, dose, null, null, null) : null;
        }

        return element.Instant("testDetails.sampleCollectionTimestamp") is { } sampledAt
            && element.Text("testDetails.testType") is { } testType
            && element.Text("testDetails.disease") is { } disease
            ? new EventKey(code, programId, 0, sampledAt, testType, disease)
            : null;
    }
}
