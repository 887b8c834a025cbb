using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

public sealed class UnprintableCharacterTests
{
    [Theory]
    [InlineData("Nguyễn Thị “Ánh” – №7")]
    [InlineData("محمد (12), ශ්‍රීමතී, श्री।")]
    [InlineData("สมชาย\u00A0ใจดี")]
    [InlineData("დავით שרה Ọláṣubọ̀mí")]
    public void A_character_that_a_font_contains_gives_no_warning(string name) => Assert.Equal("", WarningsOf(name));

    [Theory]
    [InlineData("ᎠᎡᎢ")]
    [InlineData("ᬅᬸ Bali")]
    [InlineData("Amit \uD83D\uDE00")]
    [InlineData("王芳")]
    public void A_character_that_no_font_contains_gives_a_warning_with_its_place(string name) =>
        Assert.Equal("/0/recipient/name UNPRINTABLE_CHARACTER", WarningsOf(name));

    [Fact]
    public void Only_the_printed_fields_are_checked_for_unprintable_characters()
    {
        var element = Element("Amit");
        element["facility"]!["address"]!["district"] = "王";
        element["programId"] = "王";
        element["meta"] = new JsonObject { ["note"] = "王" };

        var result = new IntakeDriver().Validate(CertificateShape.VaccinationV1, element);

        Assert.Equal("/0/facility/address/district UNPRINTABLE_CHARACTER", IntakeDriver.Lines(result.Warnings));
        Assert.Equal(200, result.Status);
        Assert.DoesNotContain("王", result.Warnings[0].Detail, StringComparison.Ordinal);
    }

    private static string WarningsOf(string name) =>
        IntakeDriver.Lines(new IntakeDriver().Validate(CertificateShape.VaccinationV1, Element(name)).Warnings);

    private static JsonObject Element(string name)
    {
        var element = Elements.Of(CertificateShape.VaccinationV1);
        element["recipient"]!["name"] = name;
        return element;
    }
}
