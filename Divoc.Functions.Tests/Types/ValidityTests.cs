using System.Text.Json;

namespace Divoc.Functions.Tests.Types;

/// <summary>The days on which certificates are valid are read from events that were accepted, or from claims that were stored.</summary>
public sealed class ValidityTests
{
    public static TheoryData<CertificateShape, string, string> Days => new()
    {
        { CertificateShape.VaccinationV1, "vaccination", "effectiveStart" },
        { CertificateShape.VaccinationV1, "vaccination", "effectiveUntil" },
        { CertificateShape.Recovery, "recovery", "validFrom" },
        { CertificateShape.Recovery, "recovery", "validUntil" },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public void A_day_that_is_missing_or_is_none_is_refused(CertificateShape shape, string member, string day)
    {
        string[] values =
            ["null", "20210518", "true", "{}", "\"\"", "\"2021-5-18\"", "\"2021-05-18T00:00:00Z\"", "\"2021-02-30\"", "\"\\ud800\""];
        Assert.All(values, value => Assert.Throws<JsonException>(() => shape.TypeOf().ValidityOf(With(member, day, value))));
        Assert.Throws<JsonException>(() => shape.TypeOf().ValidityOf(JsonElement.Parse("{}")));
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void A_day_is_read(CertificateShape shape, string member, string day)
    {
        var validity = shape.TypeOf().ValidityOf(With(member, day, "\"2031-05-18\""));

        Assert.Contains(new DateOnly(2031, 5, 18), new[] { validity.From!.Value, validity.Until!.Value });
    }

    private static JsonElement With(string member, string day, string value)
    {
        var days = Days.Select(row => row.Data).Where(row => row.Item2 == member && row.Item3 != day).Select(row => row.Item3);
        var others = string.Concat(days.Select(other => $"\"{other}\": \"2021-05-18\", "));
        return JsonElement.Parse($"{{\"{member}\": {{ {others}\"{day}\": {value} }} }}");
    }
}
