using System.Text.Json.Nodes;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

public sealed class UnknownMemberTests
{
    [Fact]
    public void Each_unknown_name_gives_one_warning_with_its_first_place_and_without_its_value()
    {
        var elements = Enumerable.Range(1, 3).Select(number => Elements.Of(CertificateShape.VaccinationV1)
            .With("preEnrollmentCode", $"C-{number}")
            .With("recipient.nickname", "SecretValue")
            .With("Recipient", new JsonObject { ["inner"] = 1 })
            .With("meta", new JsonObject { ["anything"] = true }));
        var result = new IntakeDriver().Validate(CertificateShape.VaccinationV1, [.. elements]);

        Assert.Equal(
            ["/0/recipient/nickname UNKNOWN_MEMBER", "/0/Recipient UNKNOWN_MEMBER"],
            result.Warnings.Select(warning => $"{warning.Pointer} {warning.Code}"));
        Assert.Empty(result.Faults);
        Assert.DoesNotContain(result.Warnings, warning => warning.Detail.Contains("Secret", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_name_in_another_object_is_another_member()
    {
        var element = Elements.Of(CertificateShape.Test).With("recipient.note", "1").With("facility.note", "2");

        Assert.Equal("/0/recipient/note UNKNOWN_MEMBER\n/0/facility/note UNKNOWN_MEMBER", WarningsOf(element));
    }

    [Fact]
    public void A_field_of_another_certificate_type_is_an_unknown_member()
    {
        Assert.Equal(
            "/0/vaccinator UNKNOWN_MEMBER",
            WarningsOf(Elements.Of(CertificateShape.Test).With("vaccinator", new JsonObject { ["name"] = "Ole Bo" })));
    }

    [Fact]
    public void A_long_unknown_name_is_not_repeated_in_the_warning()
    {
        var longest = new string('n', UnknownMembers.LongestName);

        Assert.Equal(
            $"/0/recipient/{longest} UNKNOWN_MEMBER", WarningsOf(Elements.Of(CertificateShape.Test).With($"recipient.{longest}", 1)));
        Assert.Equal(
            "/0/recipient UNKNOWN_MEMBER",
            WarningsOf(Elements.Of(CertificateShape.Test).With($"recipient.{longest}n", 1).With($"recipient.{longest}nn", 1)));
    }

    [Fact]
    public void Above_the_limit_of_unknown_names_one_warning_says_that_there_are_more()
    {
        var element = Elements.Of(CertificateShape.Test);
        for (var number = 0; number < UnknownMembers.MostNames + 5; number++)
        {
            element[$"member{number}"] = number;
        }

        var warnings = new IntakeDriver().Validate(CertificateShape.Test, element).Warnings;
        Assert.Equal(UnknownMembers.MostNames + 1, warnings.Count);
        Assert.Equal(("", "UNKNOWN_MEMBER"), (warnings[^1].Pointer, warnings[^1].Code));
    }

    [Fact]
    public void A_duplicate_field_is_an_error_and_not_an_unknown_member()
    {
        var body = new JsonArray(Elements.Of(CertificateShape.Test))
            .ToJsonString()
            .Replace("\"programId\":", "\"programId\":\"P0\",\"programId\":", StringComparison.Ordinal);
        var result = new IntakeDriver().Validate(body, CertificateShape.Test);

        Assert.Equal(("/0/programId DUPLICATE_MEMBER", ""), (IntakeDriver.Lines(result.Faults), IntakeDriver.Lines(result.Warnings)));
    }

    private static string WarningsOf(JsonObject element) =>
        IntakeDriver.Lines(new IntakeDriver().Validate(CertificateShape.Test, element).Warnings);
}
