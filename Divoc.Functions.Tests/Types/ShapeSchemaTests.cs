using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Tests.Intake;
using Divoc.Functions.Types;
using Json.Schema;

namespace Divoc.Functions.Tests.Types;

/// <summary>The shapes as JSON Schema and the intake judge alike, as far as a schema can say it.</summary>
public sealed class ShapeSchemaTests
{
    /// <summary>What is put into each place in turn; nothing in C# takes the member away.</summary>
    private static readonly string?[] Values =
        [
            null,
            "null",
            "true",
            "0",
            "7",
            "100",
            "1.5",
            "-1",
            "\"\"",
            "\"x\"",
            "\"2021-06-01\"",
            "\"1990\"",
            "\"2021-06-01T10:00:00Z\"",
            "\"Void\"",
            "[]",
            "[null]",
            "[7]",
            "[\"tel:1\"]",
            "{}",
            $"\"{new string('x', 1001)}\"",
            $"[{string.Join(',', Enumerable.Repeat("\"tel:1\"", 51))}]",
        ];

    /// <summary>The codes of what a table of fields says.</summary>
    private static readonly string[] Codes =
    [
        FaultCodes.Required, FaultCodes.WrongType, FaultCodes.TooShort, FaultCodes.TooLong, FaultCodes.Enum, FaultCodes.Minimum,
        FaultCodes.Maximum, FaultCodes.NotWhole,
        FaultCodes.TooManyItems, FaultCodes.PreEnrollmentCode,
    ];

    public static TheoryData<CertificateShape> Shapes => [.. Enum.GetValues<CertificateShape>()];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Schema_and_intake_agree_on_every_broken_event(CertificateShape shape)
    {
        var schema = SchemaOf(shape.RequestOf());
        var intake = new IntakeDriver();
        var refused = 0;
        foreach (var path in shape.RequestOf().Fields.Select(field => field.Path))
        {
            foreach (var value in Values)
            {
                var element = Elements.Of(shape);
                if (path == "recipient.age" || !TryPut(element, path, value))
                {
                    continue;
                }

                var faults = intake.Validate(shape, element).Faults;
                var isFault = faults.Any(fault => Codes.Contains(fault.Code) && !IsOfRules(fault));
                refused += isFault ? 1 : 0;
                Assert.True(
                    !isFault || !IsValid(schema, element),
                    $"{path} {value} is refused for {string.Join(", ", faults.Select(fault => fault.Code))}, and the schema takes it");
                Assert.True(faults.Count > 0 || IsValid(schema, element), $"{path} {value} is accepted, and the schema refuses it");
            }
        }

        Assert.True(refused > 100, $"only {refused} events were refused");
    }

    [Theory]
    [InlineData("""{"dob":"1990-03-04"}""", true)]
    [InlineData("""{"dob":"1990"}""", true)]
    [InlineData("""{"age":"30"}""", true)]
    [InlineData("""{"age":"30","dob":null}""", true)]
    [InlineData("""{"age":"","dob":null}""", false)]
    [InlineData("{}", false)]
    public void One_of_two_alternative_fields_is_required(string birth, bool isValid)
    {
        var element = Elements.Of(CertificateShape.Test);
        var person = element["recipient"]!.AsObject();
        person.Remove("dob");
        foreach (var (name, value) in JsonNode.Parse(birth)!.AsObject())
        {
            person[name] = value?.DeepClone();
        }

        Assert.Equal(isValid, IsValid(SchemaOf(CertificateShape.Test.RequestOf()), element));
        Assert.Equal(
            isValid, !new IntakeDriver().Validate(CertificateShape.Test, element).Faults.Any(fault => fault.Code == FaultCodes.Required));
    }

    [Fact]
    public void Every_field_has_a_label_and_fields_that_are_hard_to_fill_in_have_a_hint()
    {
        foreach (var field in OwnTypes.Catalogue.Current.All.SelectMany(type => type.Shapes).SelectMany(shape => shape.Fields))
        {
            Assert.True(char.IsAsciiLetterUpper(field.Label[0]), field.Path);
            Assert.True(
                field.Hint is not null || field.Type is not (FieldType.Date or FieldType.DateOfBirth or FieldType.Instant), field.Path);
        }

        Assert.Equal("Address line 1", EventField.Required("x.addressLine1", FieldType.Text).Label);
        Assert.Equal("Total doses", EventField.Required("totalDoses", FieldType.Text).Label);
        var schema = ShapeSchema.Of(CertificateShape.VaccinationV1.RequestOf());
        Assert.Equal("Date of birth", schema["properties"]!["recipient"]!["properties"]!["dob"]!["title"]!.ToString());
        Assert.Equal("A date, such as 2021-07-12.", schema["properties"]!["recipient"]!["properties"]!["dob"]!["description"]!.ToString());
    }

    /// <summary>The rules of a type, which a schema does not tell, use codes of the table too.</summary>
    private static bool IsOfRules(Fault fault) => fault.DivocCode is null && fault.Code is FaultCodes.Required;

    private static bool TryPut(JsonObject element, string path, string? value)
    {
        var steps = path.Split('.');
        if (steps[..^1].Aggregate<string, JsonNode?>(element, (node, step) => (node as JsonObject)?[step]) is not JsonObject parent)
        {
            return false;
        }

        parent.Remove(steps[^1]);
        if (value is not null)
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        return true;
    }

    private static JsonSchema SchemaOf(RequestShape shape) => JsonSchema.FromText(ShapeSchema.Of(shape).ToJsonString());

    private static bool IsValid(JsonSchema schema, JsonObject element)
    {
        using var parsed = JsonDocument.Parse(element.ToJsonString());
        return schema.Evaluate(parsed.RootElement, new EvaluationOptions { RequireFormatValidation = true }).IsValid;
    }
}
