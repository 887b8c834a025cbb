using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>DIVOC's schema, field by field: the columns of specification 01, section 2, written once more as what to expect.</summary>
public sealed class SchemaTests
{
    private const string Address = "addressLine1 R, addressLine2 O, city O, district R1, state R1, country O2";

    public static TheoryData<CertificateShape> Shapes => [.. Enum.GetValues<CertificateShape>()];

    /// <summary>Group, then its members: R required, O optional, a number for the least length, N no text.</summary>
    private static readonly Dictionary<CertificateShape, Dictionary<string, string>> Expected = new()
    {
        [CertificateShape.VaccinationV1] = new()
        {
            [""] = "preEnrollmentCode R, enrollmentType O1, programId O1, comorbidities ON, recipient RN, vaccination RN, "
                + "vaccinator RN, facility RN, meta ON",
            ["recipient"] = "name R1, dob O, age O1, gender R1, nationality R1, identity R1, contact RN, address RN",
            ["recipient.address"] = $"{Address}, pincode R",
            ["vaccination"] = "name R, batch O, manufacturer R, date R, effectiveStart R, effectiveUntil R, dose RN, totalDoses RN",
            ["vaccinator"] = "name R1",
            ["facility"] = "name R1, address RN",
            ["facility.address"] = $"{Address}, pincode R1",
        },
        [CertificateShape.VaccinationV3] = new()
        {
            [""] = "preEnrollmentCode R, enrollmentType O1, programId O1, comorbidities ON, recipient RN, vaccination RN, "
                + "vaccinator ON, facility RN, meta ON",
            ["recipient"] = "name R1, dob O, age O1, gender O1, nationality R1, identity R1, contact RN, address ON",
            ["recipient.address"] = $"{Address}, pincode R",
            ["vaccination"] = "name R, batch O, manufacturer R, date R, effectiveStart R, effectiveUntil R, dose RN, totalDoses RN",
            ["vaccinator"] = "name R1",
            ["facility"] = "name R1, address ON",
            ["facility.address"] = $"{Address}, pincode R1",
        },
        [CertificateShape.Test] = new()
        {
            [""] = "preEnrollmentCode R, programId O1, recipient RN, testDetails RN, verifier ON, facility RN, meta ON",
            ["recipient"] = "name R1, dob R, gender R1, nationality O1, identity R1, contact RN, address ON",
            ["recipient.address"] = $"{Address}, pincode R",
            ["testDetails"] = "testName O, testType R, disease R, batch O, manufacturer O, sampleOrigin O, sampleCollectionTimestamp R, "
                + "resultTimestamp R, result R",
            ["verifier"] = "name R1",
            ["facility"] = "name R1, address RN",
            ["facility.address"] = $"{Address}, pincode R1",
        },
        [CertificateShape.Recovery] = new()
        {
            [""] = "preEnrollmentCode R, programId O1, recipient RN, recovery RN, verifier ON, facility RN, meta ON",
            ["recipient"] = "name R1, dob R, gender R1, nationality O1, identity R1, contact RN, address ON",
            ["recipient.address"] = $"{Address}, pincode R",
            ["recovery"] = "disease R1, firstPositiveTestDate R, testType O1, validFrom O, validUntil O",
            ["verifier"] = "name R1",
            ["facility"] = "name R1, address RN",
            ["facility.address"] = $"{Address}, pincode R1",
        },
    };

    public static TheoryData<CertificateShape, string, string> Fields()
    {
        var data = new TheoryData<CertificateShape, string, string>();
        foreach (var (shape, groups) in Expected)
        {
            foreach (var (group, members) in groups)
            {
                foreach (var member in members.Split(", "))
                {
                    data.Add(shape, group.Length == 0 ? member.Split(' ')[0] : $"{group}.{member.Split(' ')[0]}", member.Split(' ')[1]);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_element_with_every_field_is_accepted_and_keeps_all_of_them(CertificateShape shape)
    {
        var element = Elements.Of(shape);

        var result = new IntakeDriver().Validate(shape, element);

        Assert.Empty(result.Faults);
        Assert.Empty(result.Warnings);
        Assert.True(JsonNode.DeepEquals(element, JsonNode.Parse(EventJson.Serialize(Assert.Single(result.Events)))));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_missing_or_null_field_is_an_error_only_if_it_is_required(CertificateShape shape, string path, string rule)
    {
        foreach (var element in new[] { Elements.Of(shape).With(path, null), Elements.Of(shape).WithNull(path) })
        {
            var result = new IntakeDriver().Validate(shape, element);

            if (rule.StartsWith('O'))
            {
                Assert.Empty(result.Faults);
                continue;
            }

            var fault = Assert.Single(result.Faults);
            Assert.Equal(
                new Fault($"/0/{path.Replace('.', '/')}", "REQUIRED", $"{path} is required.", 602, $"{path} in body is required"), fault);
            Assert.Equal(422, result.Status);
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_text_that_is_too_short_is_an_error_unless_it_is_optional_and_empty(CertificateShape shape, string path, string rule)
    {
        if (!char.IsAsciiDigit(rule[^1]))
        {
            Assert.DoesNotContain(
                new IntakeDriver().Validate(shape, Elements.Of(shape).With(path, "")).Faults, fault => fault.Code == "TOO_SHORT");
            return;
        }

        var least = rule[^1] - '0';
        var result = new IntakeDriver().Validate(shape, Elements.Of(shape).With(path, new string('x', least - 1)));

        if (rule.StartsWith('O') && least == 1)
        {
            Assert.Empty(result.Faults);
            return;
        }

        var fault = Assert.Single(result.Faults);
        Assert.Equal("TOO_SHORT", fault.Code);
        Assert.Equal(604, fault.DivocCode);
        Assert.Equal($"{path} in body should be at least {least} chars long", fault.DivocMessage);
        Assert.Equal(422, result.Status);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_value_of_the_wrong_type_gives_status_400(CertificateShape shape, string path, string rule)
    {
        Assert.NotEmpty(rule);
        foreach (var wrong in new JsonNode[] { true, new JsonObject { ["a"] = 1 }, new JsonArray(1), 1.5, "x" })
        {
            if (wrong.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.String => !rule.EndsWith('N'),
                System.Text.Json.JsonValueKind.Number =>
                    path.EndsWith("ose", StringComparison.Ordinal) || path.EndsWith("oses", StringComparison.Ordinal),
                System.Text.Json.JsonValueKind.Object => path == "meta" || Expected[shape].ContainsKey(path),
                System.Text.Json.JsonValueKind.Array => path is "recipient.contact" or "comorbidities",
                _ => false,
            })
            {
                continue;
            }

            var result = new IntakeDriver().Validate(shape, Elements.Of(shape).With(path, wrong.DeepClone()));

            Assert.Equal(400, result.Status);
            var fault = Assert.Single(result.Faults);
            Assert.Equal("WRONG_TYPE", fault.Code);
            Assert.Equal($"/0/{path.Replace('.', '/')}", fault.Pointer);
            Assert.StartsWith(
                "parsing body body from \"\" failed, because ", DivocRefusal.Of(result.Faults).Message, StringComparison.Ordinal);
            Assert.Equal(400, DivocRefusal.Of(result.Faults).Number);
        }
    }

    [Theory]
    [InlineData("recipient.contact", """[7]""", "/0/recipient/contact/0 WRONG_TYPE")]
    [InlineData("recipient.contact", """["tel:1", null]""", "/0/recipient/contact/1 TOO_SHORT")]
    [InlineData("recipient.contact", """["tel:1", ""]""", "/0/recipient/contact/1 TOO_SHORT")]
    [InlineData("comorbidities", """["a", {}]""", "/0/comorbidities/1 WRONG_TYPE")]
    [InlineData("comorbidities", """["a", null, ""]""", "")]
    public void List_items_are_checked_one_by_one(string path, string list, string faults)
    {
        Assert.Equal(
            faults,
            new IntakeDriver()
                .ProblemsOf(CertificateShape.VaccinationV1, Elements.Of(CertificateShape.VaccinationV1).With(path, JsonNode.Parse(list))));
    }

    [Theory]
    [InlineData("Positive", true)]
    [InlineData("Negative", true)]
    [InlineData("Inconclusive", true)]
    [InlineData("Void", true)]
    [InlineData("negative", false)]
    [InlineData("", false)]
    [InlineData("Positive ", false)]
    public void A_test_result_must_be_one_of_four_words(string word, bool passes)
    {
        var result = new IntakeDriver()
            .Validate(CertificateShape.Test, Elements.Of(CertificateShape.Test).With("testDetails.result", word));

        if (passes)
        {
            Assert.Empty(result.Faults);
            return;
        }

        var fault = Assert.Single(result.Faults);
        Assert.Equal(
            (606, "testDetails.result in body should be one of [Positive Negative Inconclusive Void]"),
            (fault.DivocCode, fault.DivocMessage));
        Assert.Equal(422, result.Status);
    }

    [Theory]
    [InlineData("1", "")]
    [InlineData("99", "")]
    [InlineData("2.0", "")]
    [InlineData("2e0", "")]
    [InlineData("0", "MINIMUM")]
    [InlineData("0.99", "MINIMUM")]
    [InlineData("-1", "MINIMUM")]
    [InlineData("-1e999", "MINIMUM")]
    [InlineData("1.5", "NOT_WHOLE")]
    [InlineData("100", "MAXIMUM")]
    [InlineData("4294967297", "MAXIMUM")]
    [InlineData("1e999", "MAXIMUM")]
    [InlineData("\"1\"", "WRONG_TYPE")]
    public void Doses_are_whole_numbers_from_1_to_99(string number, string code)
    {
        foreach (var path in new[] { "dose", "totalDoses" })
        {
            var body = Array(CertificateShape.VaccinationV1, $"vaccination.{path}", number);

            var result = new IntakeDriver().Validate(body, CertificateShape.VaccinationV1);

            Assert.Equal(code.Length == 0 ? "" : $"/0/vaccination/{path} {code}", IntakeDriver.Lines(result.Faults));
            Assert.Equal(code switch { "" => 200, "MINIMUM" => 422, _ => 400 }, result.Status);
            Assert.Equal(
                code == "MINIMUM" ? $"vaccination.{path} in body should be greater than or equal to 1" : null,
                result.Faults.FirstOrDefault(fault => fault.DivocCode == 609)?.DivocMessage);
        }
    }

    [Theory]
    [InlineData("2021-10-17T13:10")]
    [InlineData("2021-10-17T13:10Z")]
    [InlineData("2021-10-17T13:10:00")]
    [InlineData("2021-10-17")]
    [InlineData("2021-02-30T00:00:00Z")]
    [InlineData("")]
    public void A_date_time_without_seconds_or_offset_gives_a_clear_error_message(string text)
    {
        var result = new IntakeDriver()
            .Validate(CertificateShape.VaccinationV1, Elements.Of(CertificateShape.VaccinationV1).With("vaccination.date", text));

        var fault = Assert.Single(result.Faults);
        Assert.Equal(
            ("FORMAT", 601, "vaccination.date in body must be of type date-time"), (fault.Code, fault.DivocCode, fault.DivocMessage));
        Assert.Contains("with seconds and offset, such as 2021-07-12T19:21:19Z", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(422, result.Status);
    }

    [Theory]
    [InlineData("recipient.dob", "1990-3-4")]
    [InlineData("recipient.dob", "1990-02-29")]
    [InlineData("recipient.dob", "")]
    [InlineData("recipient.dob", "04-Mar-1990")]
    [InlineData("vaccination.effectiveStart", "2021-06-15T00:00:00Z")]
    [InlineData("vaccination.effectiveUntil", "20220614")]
    public void A_date_must_be_complete_and_must_exist(string path, string text)
    {
        var fault = Assert.Single(
            new IntakeDriver()
                .Validate(CertificateShape.VaccinationV3, Elements.Of(CertificateShape.VaccinationV3).With(path, text)).Faults);

        Assert.Equal(("FORMAT", 601, $"{path} in body must be of type date"), (fault.Code, fault.DivocCode, fault.DivocMessage));
    }

    [Theory]
    [InlineData("560034", "560034")]
    [InlineData("0", "0")]
    [InlineData("\"00505\"", "00505")]
    [InlineData("-1", null)]
    [InlineData("1.0", null)]
    [InlineData("1e3", null)]
    public void A_postal_code_is_a_string_or_an_integer_written_in_digits(string pincode, string? text)
    {
        var result = new IntakeDriver()
            .Validate(Array(CertificateShape.VaccinationV1, "facility.address.pincode", pincode), CertificateShape.VaccinationV1);

        Assert.Equal(text is null ? "/0/facility/address/pincode WRONG_TYPE" : "", IntakeDriver.Lines(result.Faults));
        Assert.Equal(text, result.Events.Select(accepted => HealthEvent.Of(accepted).Facility.Address!.Pincode).SingleOrDefault());
    }

    [Fact]
    public void Unknown_members_are_dropped_as_in_DIVOC()
    {
        var element = Elements.Of(CertificateShape.VaccinationV1)
            .With("uhid", "u")
            .With("recipient.uhid", new JsonObject { ["a"] = new JsonArray(1, "b", null) })
            .With("facility.id", 7).With("testDetails", "not of this endpoint");

        var result = new IntakeDriver().Validate(CertificateShape.VaccinationV1, element);

        Assert.Empty(result.Faults);
        Assert.True(
            JsonNode.DeepEquals(Elements.Of(CertificateShape.VaccinationV1), JsonNode.Parse(EventJson.Serialize(result.Events[0]))));
    }

    [Fact]
    public void Member_names_with_escapes_equal_the_unescaped_names()
    {
        var body = new JsonArray(Elements.Of(CertificateShape.Test))
            .ToJsonString()
            .Replace("\"recipient\"", "\"\\u0072ecipient\"", StringComparison.Ordinal);

        Assert.Empty(new IntakeDriver().Validate(body, CertificateShape.Test).Faults);
    }

    [Fact]
    public void A_byte_order_mark_before_the_body_is_skipped()
    {
        var body = new JsonArray(Elements.Of(CertificateShape.Test)).ToJsonString();

        Assert.Empty(new IntakeDriver().Validate('\uFEFF' + body, CertificateShape.Test).Faults);
        Assert.Equal(" INVALID_JSON", IntakeDriver.Lines(new IntakeDriver().Validate("\uFEFF\uFEFF" + body, CertificateShape.Test).Faults));
        Assert.Equal(
            IntakeDriver.Lines(new IntakeDriver().Validate("", CertificateShape.Test).Faults),
            IntakeDriver.Lines(new IntakeDriver().Validate("\uFEFF", CertificateShape.Test).Faults));
    }

    /// <summary>A body of one element in which the value at a path is raw JSON.</summary>
    private static string Array(CertificateShape shape, string path, string json)
    {
        return new JsonArray(Elements.Of(shape).With(path, "@here@")).ToJsonString().Replace("\"@here@\"", json, StringComparison.Ordinal);
    }
}
