using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;

namespace Divoc.Functions.Tests.Intake;

/// <summary>What is said of dates of birth that are not certified as they were sent. It is 2026-01-15.</summary>
public sealed class BirthDateRuleTests
{
    [Theory]
    [InlineData(CertificateShape.VaccinationV3, null, "31", "age DOB_INVENTED")]
    [InlineData(CertificateShape.VaccinationV1, null, "31", "")]
    [InlineData(CertificateShape.VaccinationV3, null, "0", "")]
    [InlineData(CertificateShape.VaccinationV3, "1990-03-04", null, "")]
    [InlineData(CertificateShape.VaccinationV3, "1901-01-01", null, "")]
    [InlineData(CertificateShape.VaccinationV3, "1900-12-31", null, "dob DOB_DROPPED")]
    [InlineData(CertificateShape.VaccinationV1, "1900-12-31", null, "dob DOB_DROPPED")]
    [InlineData(CertificateShape.VaccinationV3, "1900-12-31", "121", "age DOB_INVENTED, dob DOB_DROPPED")]
    [InlineData(CertificateShape.VaccinationV1, "1900-12-31", "31", "age AGE_CONTRADICTS_DOB, dob DOB_DROPPED")]
    [InlineData(CertificateShape.Test, "1900-12-31", null, "dob DOB_DROPPED")]
    [InlineData(CertificateShape.Test, "1900", null, "dob DOB_DROPPED")]
    [InlineData(CertificateShape.Test, "1990", null, "dob DOB_INEXACT")]
    [InlineData(CertificateShape.Test, "1990-03", null, "dob DOB_INEXACT")]
    [InlineData(CertificateShape.Test, null, "31", "age DOB_INEXACT")]
    [InlineData(CertificateShape.Test, "1990-03-04", "31", "")]
    [InlineData(CertificateShape.Test, "1990-03-04", "30", "age AGE_CONTRADICTS_DOB")]
    [InlineData(CertificateShape.Test, "1990", "30", "dob DOB_INEXACT")]
    [InlineData(CertificateShape.Test, "1990", "36", "dob DOB_INEXACT")]
    [InlineData(CertificateShape.Test, "1990", "29", "age AGE_CONTRADICTS_DOB, dob DOB_INEXACT")]
    [InlineData(CertificateShape.Test, "1990-01", "37", "age AGE_CONTRADICTS_DOB, dob DOB_INEXACT")]
    public void An_invented_dropped_contradictory_or_imprecise_date_of_birth_gives_a_warning(
        CertificateShape shape, string? dob, string? age, string warnings)
    {
        var result = new IntakeDriver().Validate(shape, Of(shape, dob, age));

        Assert.Equal("", IntakeDriver.Lines(result.Faults));
        Assert.Equal(
            warnings,
            string.Join(
                ", ",
                result.Warnings.Select(warning => $"{warning.Pointer["/0/recipient/".Length..]} {warning.Code}")
                    .Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void An_out_of_range_age_that_gives_only_a_warning_is_also_compared_with_the_date_of_birth()
    {
        var result = IntakeDriver.Easing(PersonRules.AgeRange)
            .Validate(CertificateShape.VaccinationV1, Of(CertificateShape.VaccinationV1, "1990-03-04", "151"));

        Assert.Equal("/0/recipient/age AGE_RANGE\n/0/recipient/age AGE_CONTRADICTS_DOB", IntakeDriver.Lines(result.Warnings));
    }

    [Theory]
    [InlineData("1990", null, "v1-inexact")]
    [InlineData("1990-03", null, "v1-inexact")]
    [InlineData(null, "31", "v1-inexact")]
    [InlineData("1990-03-04", "31", "v1")]
    public void A_test_keeps_the_known_parts_of_the_birth_date_and_gets_a_shape_that_older_versions_do_not_process(
        string? dob, string? age, string shape)
    {
        var accepted = Assert.Single(new IntakeDriver().Validate(CertificateShape.Test, Of(CertificateShape.Test, dob, age)).Events);
        var person = TestEvent.Read(accepted.Data).Recipient;

        Assert.Equal((shape, dob, age), (accepted.Shape, person.Dob?.ToString(), person.Age));
    }

    [Fact]
    public void A_test_without_date_of_birth_and_age_is_refused_as_in_DIVOC()
    {
        var fault = Assert.Single(new IntakeDriver().Validate(CertificateShape.Test, Of(CertificateShape.Test, null, null)).Faults);

        Assert.Equal(("/0/recipient/dob", 602, "recipient.dob in body is required"), (fault.Pointer, fault.DivocCode, fault.DivocMessage));
    }

    [Theory]
    [InlineData("2026", null, "")]
    [InlineData("2027", null, "/0/recipient/dob FUTURE_DATE")]
    [InlineData("2026-02", null, "/0/recipient/dob FUTURE_DATE")]
    [InlineData("1990-13", null, "/0/recipient/dob FORMAT")]
    [InlineData(null, "thirty", "/0/recipient/age MISSING_FIELDS")]
    [InlineData(null, "151", "/0/recipient/age AGE_RANGE")]
    public void An_impossible_date_of_birth_is_refused(string? dob, string? age, string faults)
    {
        Assert.Equal(faults, new IntakeDriver().ProblemsOf(CertificateShape.Test, Of(CertificateShape.Test, dob, age)));
    }

    [Fact]
    public void A_vaccination_needs_a_full_date() => Assert.Equal(
        "/0/recipient/dob FORMAT",
        new IntakeDriver().ProblemsOf(CertificateShape.VaccinationV3, Of(CertificateShape.VaccinationV3, "1990-03", null)));

    private static JsonObject Of(CertificateShape shape, string? dob, string? age) =>
        Elements.Of(shape).With("recipient.dob", dob).With("recipient.age", age);
}
