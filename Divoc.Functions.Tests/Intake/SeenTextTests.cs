using System.Text.Json.Nodes;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Texts that show nothing, or something else than they hold.</summary>
public sealed class SeenTextTests
{
    [Theory]
    [InlineData("recipient.name")]
    [InlineData("recipient.gender")]
    [InlineData("recipient.identity")]
    [InlineData("recipient.address.district")]
    [InlineData("vaccination.name")]
    [InlineData("vaccination.manufacturer")]
    [InlineData("vaccinator.name")]
    [InlineData("facility.name")]
    [InlineData("facility.address.pincode")]
    public void A_required_text_must_contain_a_visible_character(string path)
    {
        foreach (var nothing in new[] { "  ", "\u200B\u2060", "\u00AD\u2800" })
        {
            Assert.Equal($"/0/{path.Replace('.', '/')} SHOWS_NOTHING", ProblemsOf(CertificateShape.VaccinationV1, path, nothing));
        }

        Assert.Equal("", ProblemsOf(CertificateShape.VaccinationV1, path, "\u0DC1\u0DCA\u200D\u0DBB\u0DD3"));
    }

    [Theory]
    [InlineData("testDetails.testType")]
    [InlineData("testDetails.disease")]
    [InlineData("verifier.name")]
    public void A_required_text_of_a_test_must_contain_a_visible_character(string path) =>
        Assert.Equal($"/0/{path.Replace('.', '/')} SHOWS_NOTHING", ProblemsOf(CertificateShape.Test, path, "\u200B"));

    [Fact]
    public void A_code_without_visible_characters_is_refused() =>
        Assert.Equal("/0/preEnrollmentCode SHOWS_NOTHING", ProblemsOf(CertificateShape.VaccinationV3, "preEnrollmentCode", "\u200B"));

    [Theory]
    [InlineData(CertificateShape.VaccinationV3, "recipient.gender")]
    [InlineData(CertificateShape.VaccinationV3, "vaccination.batch")]
    [InlineData(CertificateShape.Test, "recipient.nationality")]
    [InlineData(CertificateShape.VaccinationV1, "recipient.address.addressLine2")]
    public void An_optional_text_may_have_no_visible_characters(CertificateShape shape, string path) =>
        Assert.Equal("", ProblemsOf(shape, path, "  "));

    [Fact]
    public void A_text_that_may_be_empty_in_DIVOC_may_be_empty() =>
        Assert.Equal("", ProblemsOf(CertificateShape.VaccinationV1, "vaccination.manufacturer", ""));

    [Theory]
    [InlineData("Mira \u202Elat")]
    [InlineData("Mira \u2067Tal")]
    public void A_character_that_reverses_the_text_direction_is_refused_or_with_a_setting_gives_a_warning(string name)
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            Assert.Equal("/0/recipient/name TEXT_DIRECTION", ProblemsOf(shape, "recipient.name", name));
            Assert.Equal("/0/programId TEXT_DIRECTION", ProblemsOf(shape, "programId", name));
            var eased = IntakeDriver.Easing(ElementRules.TextDirection).Validate(shape, Elements.Of(shape).With("recipient.name", name));
            Assert.Equal(("", "/0/recipient/name TEXT_DIRECTION"), (IntakeDriver.Lines(eased.Faults), IntakeDriver.Lines(eased.Warnings)));
        }
    }

    [Fact]
    public void A_closed_direction_embedding_gives_a_warning_and_a_closed_isolate_does_not()
    {
        var embedded = new IntakeDriver()
            .Validate(CertificateShape.Test, Elements.Of(CertificateShape.Test).With("recipient.name", "Mira \u202BTal\u202C"));
        var isolated = new IntakeDriver()
            .Validate(CertificateShape.Test, Elements.Of(CertificateShape.Test).With("recipient.name", "Mira \u2068Tal\u2069"));

        Assert.Equal(
            ("", "/0/recipient/name TEXT_DIRECTION"), (IntakeDriver.Lines(embedded.Faults), IntakeDriver.Lines(embedded.Warnings)));
        Assert.DoesNotContain(isolated.Warnings, warning => warning.Code == "TEXT_DIRECTION");
    }

    private static string ProblemsOf(CertificateShape shape, string path, string text) =>
        new IntakeDriver().ProblemsOf(shape, Elements.Of(shape).With(path, JsonValue.Create(text)));
}
