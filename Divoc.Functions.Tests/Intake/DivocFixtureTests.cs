using System.Text;
using System.Text.Json;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>DIVOC's published requests and its own answers to wrong ones.</summary>
public sealed class DivocFixtureTests
{
    private static readonly string[] DifferentOnPurpose = ["numeric-pincode", "no-tel-contact-accepted-then-fails-async"];

    [Fact]
    public void Every_negative_case_gets_the_same_answer_as_in_DIVOC()
    {
        using var cases = JsonDocument.Parse(SharedData.Read("divoc", "requests", "negative-cases.json"));
        var checkedCases = 0;
        foreach (var testCase in cases.RootElement.EnumerateObject().Where(testCase => !DifferentOnPurpose.Contains(testCase.Name)))
        {
            var result = ValidateV1(testCase.Value);
            var expected = testCase.Value.GetProperty("expected");
            Assert.True(expected.GetProperty("status").GetInt32() == result.Status, testCase.Name);
            if (expected.TryGetProperty("code", out var code))
            {
                var refusal = DivocRefusal.Of(result.Faults);
                Assert.True(code.ToString() == (refusal.Word ?? $"{refusal.Number}"), testCase.Name);
                Assert.True(code.ValueKind == JsonValueKind.Number == (refusal.Number is not null), testCase.Name);
            }

            checkedCases++;
        }

        Assert.Equal(7, checkedCases);
    }

    [Fact]
    public void A_numeric_pincode_is_accepted_and_kept_as_text_unlike_in_DIVOC()
    {
        var testCase = Case("numeric-pincode");
        Assert.Equal(400, testCase.GetProperty("expected").GetProperty("status").GetInt32());

        var result = ValidateV1(testCase);

        Assert.Equal(200, result.Status);
        Assert.Equal("560034", HealthEvent.Of(Assert.Single(result.Events)).Recipient.Address!.Pincode);
    }

    [Fact]
    public void A_contact_with_only_an_email_address_is_accepted_and_does_not_fail_later_unlike_in_DIVOC()
    {
        var testCase = Case("no-tel-contact-accepted-then-fails-async");
        Assert.Equal("error", testCase.GetProperty("expected").GetProperty("async").GetString());

        var result = ValidateV1(testCase);

        Assert.Equal(200, result.Status);
        Assert.Equal(["mailto:a@example.org"], HealthEvent.Of(Assert.Single(result.Events)).Recipient.Contact);
    }

    [Theory]
    [InlineData("certify-v1.json", CertificateShape.VaccinationV1)]
    [InlineData("certify-v3.json", CertificateShape.VaccinationV3)]
    [InlineData("certify-test.json", CertificateShape.Test)]
    public void The_sample_requests_are_accepted(string file, CertificateShape shape)
    {
        var result = new IntakeDriver().Validate(SharedData.Read("divoc", "requests", file), shape);

        Assert.Empty(result.Faults);
        Assert.Single(result.Events);
        Assert.Equal(200, result.Status);
    }

    [Fact]
    public void The_legacy_request_lacks_fields_that_the_schema_requires()
    {
        var result = new IntakeDriver()
            .Validate(SharedData.Read("divoc", "requests", "certify-v1-legacy-perf-invalid.json"), CertificateShape.VaccinationV1);

        Assert.Equal(422, result.Status);
        Assert.Equal(
            """
            /0/recipient/address REQUIRED
            /0/vaccination/dose REQUIRED
            /0/vaccination/totalDoses REQUIRED
            /0/facility/address/pincode REQUIRED
            """,
            IntakeDriver.Lines(result.Faults));
        Assert.Equal(602, DivocRefusal.Of(result.Faults).Number);
    }

    [Fact]
    public void A_quotation_mark_in_a_name_stays_in_the_name()
    {
        Assert.Equal(
            "A\",\"age\":\"99",
            HealthEvent.Of(Assert.Single(ValidateV1(Case("quote-in-name-accepted-then-fails-or-injects")).Events)).Recipient.Name);
    }

    private static JsonElement Case(string name)
    {
        return JsonElement.Parse(SharedData.Read("divoc", "requests", "negative-cases.json")).GetProperty(name);
    }

    private static ValidatedRequest ValidateV1(JsonElement testCase)
    {
        Assert.Equal("/v1/certify", testCase.GetProperty("path").GetString());
        return new IntakeDriver()
            .Validate(Encoding.UTF8.GetBytes(testCase.GetProperty("body").GetRawText()), CertificateShape.VaccinationV1);
    }
}
