using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Divoc.Functions.Rendering;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>
/// Credential, page and claims say no more of a date of birth than is known, but for the credential of a vaccination, which follows DIVOC.
/// </summary>
public sealed class BirthDateOnPaperTests : IAsyncLifetime
{
    private readonly IssuingBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [InlineData(CertificateShape.Test, "1987-04-21", null, "1987-04-21", "Date of birth 21 Apr 1987", "day")]
    [InlineData(CertificateShape.Test, "1987-04", null, "1987-04", "Date of birth Apr 1987", "month")]
    [InlineData(CertificateShape.Test, "1987", "36", "1987", "Date of birth 1987", "year")]
    [InlineData(CertificateShape.Test, null, "36", "", "Age 36", "age")]
    [InlineData(CertificateShape.Test, "1900", null, "", "", "year")]
    [InlineData(CertificateShape.Recovery, "1987-04", null, "1987-04", "Date of birth Apr 1987", "month")]
    [InlineData(CertificateShape.Recovery, "1987", "36", "1987", "Date of birth 1987", "year")]
    [InlineData(CertificateShape.Recovery, null, "36", "", "Age 36", "age")]
    [InlineData(CertificateShape.VaccinationV3, "1987-04-21", null, "1987-04-21", "Date of birth 21 Apr 1987", "day")]
    [InlineData(CertificateShape.VaccinationV3, null, "36", "1988-01-01", "Age 36", "age")]
    [InlineData(CertificateShape.VaccinationV3, "1900-05-06", "123", "1901-01-01", "Age 123", "day")]
    [InlineData(CertificateShape.VaccinationV1, "1987-04-21", null, null, "Age 36", "day")]
    public async Task The_page_never_shows_an_invented_day_of_birth(
        CertificateShape shape, string? dob, string? age, string? inCredential, string onPage, string knownTo)
    {
        var happened = EventBuilder.Of(shape);
        var person = happened.Recipient with { Dob = dob is not null && BirthDate.TryParse(dob, out var born) ? born : null, Age = age };
        var certification = EventBuilder.Certification(happened with { Recipient = person }, shape);
        var type = shape.TypeOf();
        certification = certification with
        {
            Event = certification.Event with { Shape = type.ShapeOf(certification.Event.Data, shape.RequestOf()) },
        };
        Assert.True((await bench.DeliverAsync(certification)).IsUntouched);
        var credential = await ReadAsync(certification, "credential.json");
        var claims = JsonNode.Parse((await ReadAsync(certification, CertificateArtifacts.ClaimsFile)).Span)!;

        Assert.Equal(inCredential, JsonNode.Parse(credential.Span)!["credentialSubject"]!["dob"]?.GetValue<string>());
        Assert.Equal(onPage, BirthOf(bench.Get<PageMaker>().Describe(new PageSource(
            certification.CertificateId, type, bench.Get<CredentialFormats>().All[0], certification.Event, [], credential))));
        Assert.Equal(knownTo, claims["dobKnownTo"]!.GetValue<string>());
        Assert.Equal(dob, claims["event"]!["data"]!["recipient"]!["dob"]?.GetValue<string>());
        Assert.Equal(age, claims["event"]!["data"]!["recipient"]!["age"]?.GetValue<string>());
    }

    private static string BirthOf(CertificatePage page)
    {
        var fields = page.Blocks.OfType<PageBlock.Person>().Single().Facts;
        return string.Join(
            ", ",
            fields.Where(field => field.Label.First is "Date of birth" or "Age").Select(field => $"{field.Label.First} {field.Value}"));
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(CertificationEvent certification, string file)
    {
        return (await bench.Store.GetAsync(
            CertificateArtifacts.Of(certification.CertificateId, file), TestContext.Current.CancellationToken))!.Bytes;
    }
}
