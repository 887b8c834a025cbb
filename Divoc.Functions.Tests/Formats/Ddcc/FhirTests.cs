namespace Divoc.Functions.Tests.Formats.Ddcc;

/// <summary>The documents are FHIR R4 by the parser and the validator of others.</summary>
[Trait("Kind", "Slow")]
public sealed class FhirTests
{
    [Fact]
    public async Task More_than_a_hundred_varied_documents_have_no_errors()
    {
        var documents = await DdccSamples.AllAsync();

        Assert.True(documents.Count >= 100);
        Assert.All(documents, document => Assert.Empty(FhirJudge.ErrorsIn(document.ToJsonString())));
    }

    [Theory]
    [InlineData("Immunization/status", null)]
    [InlineData("Immunization/status", "\"done\"")]
    [InlineData("Immunization/occurrenceDateTime", "\"2024-01-32\"")]
    [InlineData("Immunization/vaccineCode", null)]
    [InlineData("Immunization/protocolApplied/0/doseNumberPositiveInt", "0")]
    [InlineData("Bundle/identifier/value", null)]
    [InlineData("Bundle/entry/1/fullUrl", null)]
    [InlineData("Patient/birthDate", "\"1987-4\"")]
    [InlineData("Patient/unknown", "1")]
    [InlineData("Bundle/signature/who", null)]
    public async Task A_document_with_an_error_is_detected(string place, string? value)
    {
        var document = await DdccSamples.DocumentOfAsync(DdccSamples.Vaccination);
        DdccProfileTests.Put(document, place, value);

        Assert.NotEmpty(FhirJudge.ErrorsIn(document.ToJsonString()));
    }
}
