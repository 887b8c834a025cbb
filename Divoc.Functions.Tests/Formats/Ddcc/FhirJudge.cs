using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;

namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>
/// Firely's parser and validator of FHIR R4, without a connection: the definitions come with a package. What a profile of the WHO's guide
/// wants they do not know (<see cref="DdccProfile"/>). The first document takes seconds, so there is one for all tests.
/// </summary>
internal static class FhirJudge
{
    private static readonly Lazy<Validator> Firely = new(Make);
    private static readonly Lock Judging = new();

    /// <summary>The errors in a resource.</summary>
    public static IReadOnlyList<string> ErrorsIn(string json)
    {
        if (!FhirJsonDeserializer.STRICT.TryDeserializeResource(json, out var resource, out var issues))
        {
            return [.. issues.Select(issue => issue.Message)];
        }

        lock (Judging)
        {
            return [.. Firely.Value.Validate(resource!).Issue
                .Where(issue => issue.Severity is OperationOutcome.IssueSeverity.Error or OperationOutcome.IssueSeverity.Fatal)
                .Select(issue => $"{issue}")];
        }
    }

    private static Validator Make()
    {
        var definitions = new CachedResolver(ZipSource.CreateValidationSource());
        // The profiles that a document names are not at hand.
        var settings = new ValidationSettings { SelectValidationProfiles = static (_, _, _, _) => [] };
        return new Validator(definitions, new LocalTerminologyService(definitions), null, settings);
    }
}
