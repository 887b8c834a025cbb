using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>The requests in samples/ are what a new user sends first.</summary>
public sealed partial class SampleTests
{
    [Theory]
    [InlineData("certify-v1.json", CertificateShape.VaccinationV1, "/divoc/api/v1/certify")]
    [InlineData("certify-v3.json", CertificateShape.VaccinationV3, "/divoc/api/v3/certify")]
    [InlineData("certify-test.json", CertificateShape.Test, "/divoc/api/v1/test/certify")]
    [InlineData("certify-recovery.json", CertificateShape.Recovery, "/divoc/api/v1/recovery/certify")]
    public void A_sample_is_accepted_without_a_warning_and_equals_the_body_in_the_http_file(
        string file, CertificateShape shape, string path)
    {
        var body = Read(file);

        var result = new IntakeDriver().Validate(body, shape);

        Assert.Empty(result.Faults);
        Assert.Empty(result.Warnings);
        Assert.Single(result.Events);
        var bodies =
            Requests().Where(request => request.Groups["path"].Value == path).Select(request => request.Groups["body"].Value).ToList();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(Assert.Single(bodies))));
    }

    /// <summary>So that a certificate of theirs verifies as valid on any day on which somebody tries them.</summary>
    [Theory]
    [InlineData("certify-v1.json", CertificateShape.VaccinationV1)]
    [InlineData("certify-v3.json", CertificateShape.VaccinationV3)]
    [InlineData("certify-test.json", CertificateShape.Test)]
    [InlineData("certify-recovery.json", CertificateShape.Recovery)]
    public void Sample_events_are_far_in_the_past_and_their_certificates_are_valid_for_a_lifetime(string file, CertificateShape shape)
    {
        var happened = Assert.Single(new IntakeDriver().Validate(Read(file), shape).Events);

        var validity = shape.TypeOf().ValidityOf(happened.Data);

        Assert.InRange(validity.Until ?? DateOnly.MaxValue, new DateOnly(2099, 1, 1), DateOnly.MaxValue);
        Assert.InRange(validity.From ?? DateOnly.MinValue, DateOnly.MinValue, new DateOnly(2024, 1, 1));
    }

    [Fact]
    public void The_http_file_leads_from_each_certify_call_to_each_form_of_a_certificate()
    {
        var text = Read("certify.http");

        Assert.Contains("@host = http://localhost:7071\n", text, StringComparison.Ordinal);
        Assert.Equal(4, Requests().Count);
        Assert.Contains(
            "GET {{host}}/divoc/api/v1/certify/requests/{{vaccination.response.body.$.requestId}}\n", text, StringComparison.Ordinal);
        Assert.All(
            ["application/vc+ld+json", "application/pdf", "image/png"],
            type => Assert.Contains($"\nAccept: {type}\n", text, StringComparison.Ordinal));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "samples", file));

    private static MatchCollection Requests() => PostPattern().Matches(Read("certify.http"));

    [GeneratedRegex(
        @"^POST \{\{host\}\}(?<path>\S+)\n(?:[A-Za-z-]+: [^\n]*\n)+\n(?<body>\[.*?^\])",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex PostPattern();
}
