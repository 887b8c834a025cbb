using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>What guards the service itself: sizes, depths, characters, duplicate names. None of it can be eased.</summary>
public sealed class IntakeBoundTests
{
    private const CertificateShape V1 = CertificateShape.VaccinationV1;

    public static TheoryData<CertificateShape, string> Texts()
    {
        var data = new TheoryData<CertificateShape, string>();
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            foreach (var path in PathsOfTexts(Elements.Of(shape), ""))
            {
                data.Add(shape, path);
            }

            data.Add(shape, "unknown");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_text_has_a_maximum_length_and_no_control_characters_or_lone_surrogates(CertificateShape shape, string path)
    {
        var pointer = $"/0/{path.Replace('.', '/')}";
        Assert.Equal($"{pointer} TOO_LONG", FaultsOfRaw(shape, path, $"\"{new string('x', 1001)}\""));
        Assert.DoesNotContain("TOO_LONG", FaultsOfRaw(shape, path, $"\"{new string('x', 1000)}\""), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "TOO_LONG",
            FaultsOfRaw(shape, path, $"\"{string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 1000))}\""),
            StringComparison.Ordinal);
        Assert.Equal($"{pointer} TOO_LONG", FaultsOfRaw(shape, path, $"\"{string.Concat(Enumerable.Repeat("é", 1001))}\""));
        foreach (var control in new[] { "\\u0000", "\\n", "\\t", "\\u001f", "\u007f", "\\u0085", "\u009f" })
        {
            Assert.Equal($"{pointer} CONTROL_CHARACTER", FaultsOfRaw(shape, path, $"\"a{control}b\""));
        }

        foreach (var half in new[] { "\\ud800", "\\udc00", "\\ud800\\ud800", "\\udfff\\ud800", "\\ud83dx", "\\ud83d\\n" })
        {
            Assert.Equal($"{pointer} LONE_SURROGATE", FaultsOfRaw(shape, path, $"\"a{half}\""));
        }
    }

    [Fact]
    public void Texts_are_stored_unchanged_without_normalisation()
    {
        const string name = "e\u0301 \u00e9 \u212b \ufb01 \u200d \"\\/ \U0001F469\u200d\u2695\ufe0f";

        var result = new IntakeDriver().Validate(V1, Elements.Of(V1).With("recipient.name", name));

        Assert.Equal(name, HealthEvent.Of(Assert.Single(result.Events)).Recipient.Name);
    }

    [Theory]
    [InlineData("""[{"meta":{"a":1,"a":2}}]""", "/0/meta/a")]
    [InlineData("""[{"meta":{"x":[{"y":{"b":1,"\u0062":2}}]}}]""", "/0/meta/x/0/y/b")]
    [InlineData("""[{"other":[[{"c/~":1,"c/~":2}]]}]""", "/0/other/0/0/c~1~0")]
    [InlineData("""[{"programId":"a","programId":"b"}]""", "/0/programId")]
    [InlineData("""[{"recipient":{"name":"a","n\u0061me":"b"}}]""", "/0/recipient/name")]
    [InlineData("""[{"recipient":{"unknown":"a","unknown":"b"}}]""", "/0/recipient/unknown")]
    [InlineData("""[{"recipient":{"address":{"state":"a","state":"b"}}}]""", "/0/recipient/address/state")]
    [InlineData("""[{},{"facility":{},"facility":{}}]""", "/1/facility")]
    public void Duplicate_member_names_are_refused_at_any_depth(string body, string pointer)
    {
        var result = new IntakeDriver().Validate(body, V1);

        Assert.Equal(pointer, Assert.Single(result.Faults, fault => fault.Code == "DUPLICATE_MEMBER").Pointer);
    }

    [Fact]
    public void A_duplicate_member_as_the_only_error_refuses_a_request()
    {
        var body = new JsonArray(Elements.Of(V1)).ToJsonString().Replace("\"dose\":1", "\"dose\":1,\"dose\":2", StringComparison.Ordinal);

        var result = new IntakeDriver().Validate(body, V1);

        Assert.Equal("/0/vaccination/dose DUPLICATE_MEMBER", IntakeDriver.Lines(result.Faults));
        Assert.Equal((400, "DUPLICATE_MEMBER"), (result.Status, DivocRefusal.Of(result.Faults).Word));
    }

    [Theory]
    [InlineData("""{"a\u0000b":1}""", "/0/meta CONTROL_CHARACTER")]
    [InlineData("""{"x":{"\ud800":{"z":"\n"}}}""", "/0/meta/x LONE_SURROGATE")]
    [InlineData("""{"":{"":1}}""", "")]
    public void Member_names_may_not_contain_control_characters(string meta, string faults)
    {
        Assert.Equal(faults, FaultsOfRaw(V1, "meta", meta));
    }

    [Fact]
    public void The_length_of_member_names_is_limited()
    {
        Assert.Equal("", FaultsOfRaw(V1, "meta", $"{{\"{new string('x', 1000)}\":1}}"));
        Assert.Equal("/0/meta TOO_LONG", FaultsOfRaw(V1, "meta", $"{{\"{new string('x', 1001)}\":1}}"));
        Assert.Equal("/0 TOO_LONG", FaultsOfRaw(V1, "unknown", $"0,\"{new string('x', 1001)}\":0"));
    }

    [Fact]
    public void Meta_is_at_most_16_levels_deep()
    {
        Assert.Equal("", FaultsOfRaw(V1, "meta", Nested(16)));
        Assert.Equal("/0/meta" + string.Concat(Enumerable.Repeat("/a", 16)) + " TOO_DEEP", FaultsOfRaw(V1, "meta", Nested(17)));
        Assert.Equal(
            "/0/meta/a" + string.Concat(Enumerable.Repeat("/0", 15)) + " TOO_DEEP",
            FaultsOfRaw(V1, "meta", $"{{\"a\":{new string('[', 16)}{new string(']', 16)}}}"));
    }

    [Fact]
    public void The_whole_document_is_at_most_32_levels_deep()
    {
        Assert.Equal("", FaultsOfRaw(V1, "unknown", Nested(30)));
        Assert.Equal("/0/unknown" + string.Concat(Enumerable.Repeat("/a", 30)) + " TOO_DEEP", FaultsOfRaw(V1, "unknown", Nested(31)));
    }

    [Fact]
    public void A_body_that_is_only_deep_nesting_is_refused_without_a_crash()
    {
        const int depth = IntakeLimits.BodyBytes / 2;
        Assert.Equal(400, new IntakeDriver().Validate(new string('[', depth) + new string(']', depth), V1).Status);
        Assert.Equal(400, new IntakeDriver().Validate(new string('[', IntakeLimits.BodyBytes), V1).Status);
        var deep = "[{\"a\":" + new string('[', depth - 10) + new string(']', depth - 10) + "}]";
        Assert.Contains(new IntakeDriver().Validate(deep, V1).Faults, fault => fault.Code == "TOO_DEEP");
    }

    [Fact]
    public void Meta_is_at_most_32_KiB()
    {
        Assert.Equal("", FaultsOfRaw(V1, "meta", Sized(IntakeLimits.MetaBytes)));
        Assert.Equal("/0/meta META_TOO_LARGE", FaultsOfRaw(V1, "meta", Sized(IntakeLimits.MetaBytes + 1)));
        Assert.Equal(
            "/0/meta META_TOO_LARGE\n/0/meta/a DUPLICATE_MEMBER",
            FaultsOfRaw(V1, "meta", "{\"a\":1,\"a\":2," + Sized(IntakeLimits.MetaBytes)[1..^1] + "\"b\":3}"));

        static string Sized(int bytes) => "{" + new string(' ', bytes - 2) + "}";
    }

    [Fact]
    public void Lists_have_at_most_10_contacts_and_50_comorbidities()
    {
        Assert.Equal("", FaultsOfRaw(V1, "recipient.contact", ListOf(10)));
        Assert.Equal("/0/recipient/contact TOO_MANY_ITEMS", FaultsOfRaw(V1, "recipient.contact", ListOf(11)));
        Assert.Equal(
            "/0/recipient/contact TOO_MANY_ITEMS",
            FaultsOfRaw(V1, "recipient.contact", ListOf(10).Replace("]", ",7]", StringComparison.Ordinal)));
        Assert.Equal("", FaultsOfRaw(V1, "comorbidities", ListOf(50)));
        Assert.Equal("/0/comorbidities TOO_MANY_ITEMS", FaultsOfRaw(V1, "comorbidities", ListOf(51)));
        Assert.Equal(400, new IntakeDriver().Validate(V1, Elements.Of(V1).With("comorbidities", JsonNode.Parse(ListOf(51)))).Status);

        static string ListOf(int count) => "[" + string.Join(',', Enumerable.Repeat("\"tel:1\"", count)) + "]";
    }

    [Fact]
    public void An_array_has_from_1_to_1000_elements()
    {
        var elements = Enumerable.Range(0, 1001).Select(index => Elements.Of(V1).With("preEnrollmentCode", $"C-{index}")).ToArray();
        var most = new IntakeDriver().Validate(V1, elements[..1000]);
        Assert.Equal((200, 1000), (most.Status, most.Events.Count));
        Assert.Equal("C-999", most.Events[999].PreEnrollmentCode);

        var more = new IntakeDriver().Validate(V1, elements);
        Assert.Equal((400, " TOO_MANY_ITEMS"), (more.Status, IntakeDriver.Lines(more.Faults)));
        Assert.Equal("TOO_MANY_ITEMS", DivocRefusal.Of(more.Faults).Word);

        var none = new IntakeDriver().Validate("[]", V1);
        Assert.Equal((400, " EMPTY_ARRAY"), (none.Status, IntakeDriver.Lines(none.Faults)));
    }

    [Fact]
    public void A_body_is_at_most_5_MiB()
    {
        var body = new JsonArray(Elements.Of(V1)).ToJsonString();
        var padded = Encoding.UTF8.GetBytes(body.PadRight(IntakeLimits.BodyBytes));
        Assert.Equal(200, new IntakeDriver().Validate(padded, V1).Status);

        var result = new IntakeDriver().Validate(padded.Append((byte)' ').ToArray(), V1);
        Assert.Equal((413, " PAYLOAD_TOO_LARGE"), (result.Status, IntakeDriver.Lines(result.Faults)));
        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (DivocRefusal.Of(result.Faults).Status, DivocRefusal.Of(result.Faults).Word));
    }

    [Fact]
    public void An_event_too_large_for_a_queue_message_is_refused_at_intake()
    {
        // 50 times 1,000 letters of four bytes.
        var item = string.Concat(Enumerable.Repeat("\U0001F600", 1000));
        var large = Elements.Of(V1)
            .With("comorbidities", new JsonArray([.. Enumerable.Repeat(item, 50).Select(text => JsonValue.Create(text))]));
        var result = new IntakeDriver().Validate(V1, Elements.Of(V1).With("preEnrollmentCode", "C-0"), large);
        Assert.Equal((400, "/1 EVENT_TOO_LARGE"), (result.Status, IntakeDriver.Lines(result.Faults)));
        Assert.Empty(result.Events);

        // Letters of three bytes: below the bound.
        var fits = Elements.Of(V1)
            .With("comorbidities", new JsonArray([.. Enumerable.Repeat(new string('अ', 1000), 50).Select(text => JsonValue.Create(text))]));
        Assert.Equal(200, new IntakeDriver().Validate(V1, fits).Status);
    }

    [Fact]
    public void A_very_long_list_of_errors_is_cut_off_and_the_last_error_says_so()
    {
        // Five required members are missing, and all but the first of the same name are too many.
        var exactly = new IntakeDriver().Validate(Flood(IntakeLimits.ListedFaults - 4), V1);
        Assert.Equal(IntakeLimits.ListedFaults, exactly.Faults.Count);
        Assert.DoesNotContain(exactly.Faults, fault => fault.Code == "MORE_FAULTS");

        var more = new IntakeDriver().Validate(Flood(IntakeLimits.ListedFaults - 3), V1);
        Assert.Equal(IntakeLimits.ListedFaults + 1, more.Faults.Count);
        Assert.Equal("MORE_FAULTS", more.Faults[^1].Code);

        static string Flood(int members) => "[{\"x\":{" + string.Join(',', Enumerable.Repeat("\"a\":0", members)) + "}}]";
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("\"x\"", "")]
    [InlineData("[null]", "/0")]
    [InlineData("[[]]", "/0")]
    [InlineData("[7]", "/0")]
    public void A_body_that_is_not_an_array_of_objects_gives_a_type_error(string body, string pointer)
    {
        var result = new IntakeDriver().Validate(body, V1);

        var fault = Assert.Single(result.Faults);
        Assert.Equal((pointer, "WRONG_TYPE", 400), (fault.Pointer, fault.Code, fault.DivocCode));
        Assert.Equal(400, result.Status);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[{]")]
    [InlineData("[{}] x")]
    [InlineData("[{},]")]
    [InlineData("[{\"a\":01}]")]
    [InlineData("[{\"a\":\"\\x\"}]")]
    [InlineData("[{\"a\":\"\\ud8\"}]")]
    [InlineData("[{\"a\":\"line\nbreak\"}]")]
    [InlineData("[{'a':1}]")]
    [InlineData("// c\n[]")]
    [InlineData("\ufeff\ufeff[]")]
    [InlineData("{\"a\":1} []")]
    public void A_body_that_is_not_JSON_gives_only_that_error(string body)
    {
        var result = new IntakeDriver().Validate(body, V1);

        Assert.Equal((400, " INVALID_JSON"), (result.Status, IntakeDriver.Lines(result.Faults)));
        Assert.Equal(
            (400, "parsing body body from \"\" failed, because it is not JSON"),
            (DivocRefusal.Of(result.Faults).Number, DivocRefusal.Of(result.Faults).Message));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_treated_as_invalid_JSON()
    {
        Assert.Equal(
            " INVALID_JSON",
            IntakeDriver.Lines(new IntakeDriver().Validate((byte[])[.. "[{\"a\":\""u8, 0xC3, 0x28, .. "\"}]"u8], V1).Faults));
        Assert.Equal(
            " INVALID_JSON",
            IntakeDriver.Lines(new IntakeDriver().Validate((byte[])[.. "[{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}]"u8], V1).Faults));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void A_missing_body_gets_the_same_answer_as_in_DIVOC(string body)
    {
        var result = new IntakeDriver().Validate(body, V1);

        Assert.Equal(new DivocRefusal(RefusalKind.Schema, 602, null, "body in body is required"), DivocRefusal.Of(result.Faults));
        Assert.Equal(422, result.Status);
    }

    /// <summary>An object in objects, so many levels.</summary>
    private static string Nested(int levels)
    {
        return string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);
    }

    private static string FaultsOfRaw(CertificateShape shape, string path, string json)
    {
        var body = new JsonArray(Elements.Of(shape).With(path, "@here@"))
            .ToJsonString()
            .Replace("\"@here@\"", json, StringComparison.Ordinal);
        return IntakeDriver.Lines(new IntakeDriver().Validate(body, shape).Faults);
    }

    private static IEnumerable<string> PathsOfTexts(JsonNode node, string path) => node switch
    {
        JsonObject parent =>
            parent.SelectMany(member => PathsOfTexts(member.Value!, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => [path],
        _ => [],
    };
}
