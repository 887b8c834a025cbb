using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Events of a type that knows less than the program's own, or errs: refused before anything is promised.</summary>
public sealed class TypeOfDataTests
{
    [Fact]
    public void A_programme_is_required_only_if_the_shape_has_that_field()
    {
        var without = DataTypeTests.Document(changed =>
        {
            var rows = changed["shapes"]!["v1"]!.AsArray();
            rows.Remove(rows.Single(row => row!["path"]!.GetValue<string>() == "programId"));
        });
        var happened = Convalescences.Event("PE-1");
        happened.Remove("programId");

        Assert.Equal("", ProblemsOf(without, happened));
        Assert.Equal("/0/programId PROGRAM_ID_REQUIRED", ProblemsOf(DataTypeTests.Document(), happened));
    }

    [Fact]
    public void An_event_without_a_key_is_refused()
    {
        var type = DataTypeTests.Document();
        var keyless = new AlteredType(type)
        {
            Key = data => data.GetProperty("preEnrollmentCode").GetString() == "PE-2" ? null : type.KeyOf(data),
        };

        Assert.Equal(
            "/1/convalescence/firstPositive REQUIRED", ProblemsOf(keyless, Convalescences.Event("PE-1"), Convalescences.Event("PE-2")));
    }

    /// <summary>Else the call fails after its share of the quota is taken.</summary>
    [Fact]
    public void An_event_with_facts_that_are_too_large_is_refused()
    {
        var large = new AlteredType(DataTypeTests.Document()) { Facts = data =>
            new EventFacts(JsonSerializer.SerializeToElement(new { all = data, again = new string('x', EventFacts.MostBytes) })) };

        Assert.Equal("/0 EVENT_TOO_LARGE", ProblemsOf(large, Convalescences.Event("PE-1")));
    }

    [Fact]
    public void The_error_about_a_missing_key_names_the_type()
    {
        ICertificateType keyless = new AlteredType(DataTypeTests.Document()) { Key = _ => null };
        var fault = Assert.Throws<InvalidOperationException>(() => keyless.RequiredKeyOf(default));

        Assert.Contains("convalescence-data", fault.Message, StringComparison.Ordinal);
    }

    private static string ProblemsOf(ICertificateType type, params JsonNode[] elements)
    {
        var validator = new RequestValidator(
            Options.Create(new IntakeOptions { RequireProgramId = true }),
            new PrintableCharacters(Renderers.Fonts),
            new CalendarDays(TimeZoneInfo.Utc),
            new CredentialFormats([]),
            TimeProvider.System);
        return IntakeDriver.Lines(validator.Validate(
            Encoding.UTF8.GetBytes(new JsonArray([.. elements.Select(element => element.DeepClone())]).ToJsonString()),
            type,
            type.Shapes[0]).Faults);
    }
}
