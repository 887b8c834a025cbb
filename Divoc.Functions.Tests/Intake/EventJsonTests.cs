using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Intake;

public sealed class EventJsonTests
{
    [Fact]
    public void An_event_is_written_with_the_names_and_date_formats_of_DIVOC()
    {
        var json = Encoding.UTF8.GetString(
            EventJson.Serialize(Event() with { Meta = JsonElement.Parse("""{ "a": [1.50, null, "ü"] }""") }));

        Assert.Equal(
            """
            {"preEnrollmentCode":"C1","recipient":{"name":"Zoë \"Z\" <&> 王","dob":"1987-04-21","identity":"urn:x:1","contact":["tel:+1"]},
            "vaccination":{"name":"","manufacturer":"M","date":"2021-07-12T19:21:19.600+05:30","effectiveStart":"2021-07-12","effectiveUntil":"2022-07-12","dose":1,"totalDoses":2},
            "facility":{"name":"F"},"meta":{"a":[1.50,null,"ü"]}}
            """.ReplaceLineEndings(""),
            json);
    }

    [Theory]
    [InlineData(CertificateShape.VaccinationV1)]
    [InlineData(CertificateShape.VaccinationV3)]
    [InlineData(CertificateShape.Test)]
    public void An_event_is_read_back_as_it_was_written(CertificateShape shape)
    {
        var accepted = Assert.Single(new IntakeDriver().Validate(shape, Elements.Of(shape)).Events);

        var read = HealthEvent.Of(accepted);

        Assert.Equal(EventJson.Serialize(accepted), EventJson.Serialize(read));
        Assert.True(JsonNode.DeepEquals(Elements.Of(shape), JsonNode.Parse(EventJson.Serialize(read))));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"preEnrollmentCode":"C","facility":{"name":"F"}}""")]
    [InlineData("""{"preEnrollmentCode":null,"recipient":{"name":"N","identity":"I","contact":[]},"facility":{"name":"F"}}""")]
    [InlineData(
        """{"preEnrollmentCode":"C","preEnrollmentCode":"D","recipient":{"name":"N","identity":"I","contact":[]},"facility":{"name":"F"}}""")]
    [InlineData("""{"preEnrollmentCode":"C","recipient":{"name":"N","identity":"I","contact":[],"dob":"x"},"facility":{"name":"F"}}""")]
    public void JSON_that_is_not_an_event_is_refused(string json)
    {
        Assert.ThrowsAny<JsonException>(() => VaccinationEvent.Read(JsonElement.Parse(json)));
    }

    [Theory]
    [InlineData("\"2021-07-12T19:21\"")]
    [InlineData("7")]
    [InlineData("\"\\ud800\"")]
    public void An_invalid_time_is_refused(string time)
    {
        var json = Encoding.UTF8.GetString(EventJson.Serialize(Event()))
            .Replace("\"2021-07-12T19:21:19.600+05:30\"", time, StringComparison.Ordinal);

        Assert.ThrowsAny<JsonException>(() => VaccinationEvent.Read(JsonElement.Parse(json)));
    }

    private static HealthEvent Event() => new()
    {
        PreEnrollmentCode = "C1",
        Recipient = new Recipient { Name = "Zoë \"Z\" <&> 王", Dob = new DateOnly(1987, 4, 21), Identity = "urn:x:1", Contact = ["tel:+1"] },
        Vaccination = new VaccinationDetails
        {
            Name = "",
            Manufacturer = "M",
            Date = new DateTimeOffset(2021, 7, 12, 19, 21, 19, 600, new TimeSpan(5, 30, 0)),
            EffectiveStart = new DateOnly(2021, 7, 12),
            EffectiveUntil = new DateOnly(2022, 7, 12),
            Dose = 1,
            TotalDoses = 2,
        },
        Facility = new Facility { Name = "F" },
    };
}
