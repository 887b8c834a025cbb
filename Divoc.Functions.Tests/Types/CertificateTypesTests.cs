using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Types;

/// <summary>
/// What the catalogue refuses: a type that comes from data shows its errors when it is added, not when its events are accepted.
/// </summary>
public sealed class CertificateTypesTests
{
    private static readonly Dictionary<string, (Action<JsonObject> Change, string Said)> Documents = new()
    {
        ["no code"] = (
            changed => Row(changed, "preEnrollmentCode").Parent!.AsArray().Remove(Row(changed, "preEnrollmentCode")),
            "needs a required row 'preEnrollmentCode'"),
        ["an optional code"] =
            (changed => Row(changed, "preEnrollmentCode").AsObject().Remove("required"), "needs a required row 'preEnrollmentCode'"),
        ["a code that is a date"] =
            (changed => Row(changed, "preEnrollmentCode")["type"] = "date", "needs a required row 'preEnrollmentCode'"),
        ["a tilde"] = (changed => Row(changed, "convalescence.laboratory")["path"] = "convalescence.lab~1", "'convalescence.lab~1'"),
        ["a slash"] = (changed => Row(changed, "convalescence.laboratory")["path"] = "convalescence.lab/x", "'convalescence.lab/x'"),
        ["no member name"] = (changed => Row(changed, "convalescence.laboratory")["path"] = "convalescence.", "'convalescence.'"),
        ["a long member name"] =
            (changed => Row(changed, "convalescence.laboratory")["path"] = $"convalescence.{new string('l', 65)}", "1 to 64 characters"),
        ["a shape with a blank"] = (changed => RenameShape(changed, "v 1"), "its shape 'v 1'"),
        ["a shape with a line feed"] = (changed => RenameShape(changed, "v1\n"), "its shape 'v1\n'"),
        ["a long shape name"] = (changed => RenameShape(changed, new string('v', 65)), "1 to 64 letters"),
        ["no shape"] = (changed => changed["shapes"] = new JsonObject(), "at least one shape"),
        ["a long name"] = (changed => Rename(changed, new string('r', 41)), "1 to 40 lower-case letters"),
        ["a name with a line feed"] = (changed => Rename(changed, "convalescence\n"), "1 to 40 lower-case letters"),
        ["a key path that is no field"] =
            (changed => changed["key"]!["parts"]![0] = "convalescence.nowhere", "its key path 'convalescence.nowhere'"),
        ["a sample without what is required"] =
            (changed => changed["sample"]!["recipient"]!.AsObject().Remove("name"), "recipient.name is required"),
        ["a sample with more"] = (changed => changed["sample"]!["more"] = 1, "more is no field"),
        ["a sample with a wrong date"] =
            (changed => changed["sample"]!["convalescence"]!["validFrom"] = "2026-02-30", "convalescence.validFrom must be a Date"),
        ["a sample with too short a text"] =
            (changed => changed["sample"]!["convalescence"]!["disease"] = "", "convalescence.disease must be a Text"),
        ["a sample with too long a list"] = (
            changed => changed["sample"]!["recipient"]!["contact"] = new JsonArray("a", "b", "c", "d", "e", "f"),
            "recipient.contact must be a TextList"),
        ["a sample whose group is none"] = (changed => changed["sample"]!["facility"] = "Nowhere", "facility must be a Group"),
        ["a sample that is no object"] = (changed => changed["sample"] = "Nobody", "must be an object"),
        ["a page that can't be read"] = (changed => changed["template"]!.AsObject().Remove("version"), "correct its template"),
        ["a page of another kind"] = (changed => changed["template"]!["kind"] = "test", "correct its template"),
    };

    private readonly CertificateTypes types = new([]);

    public static TheoryData<string> Wrong => [.. Documents.Keys];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_invalid_data_type_is_refused(string error)
    {
        var (change, said) = Documents[error];
        var fault = Assert.Throws<ArgumentException>(() => types.Add(DataTypeTests.Document(change)));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Empty(types.Current.All);
    }

    [Fact]
    public void A_type_with_duplicate_shape_names_or_a_key_path_missing_in_one_shape_is_refused()
    {
        var type = DataTypeTests.Document();
        RequestShape other = new("v2", [EventField.Required("preEnrollmentCode", FieldType.Text)]);

        AssertRefused(new AlteredType(type) { Shapes = [type.Shapes[0], type.Shapes[0]] }, "two shapes 'v1'");
        AssertRefused(new AlteredType(type) { Shapes = [type.Shapes[0], other] }, "no field of its shape 'v2'");
    }

    [Fact]
    public void A_type_that_rejects_its_own_sample_is_refused()
    {
        var type = DataTypeTests.Document();
        var large = JsonSerializer.SerializeToElement(new { text = new string('x', EventFacts.MostBytes) });

        AssertRefused(
            new AlteredType(type) { Rule = check => check.Refuse("convalescence", "NEVER", "Nothing pleases it.") }, "Nothing pleases it.");
        AssertRefused(
            new AlteredType(type) { Rule = check => check.Break("AnyRule", "convalescence", "NEVER", "Nothing pleases it.") },
            "Nothing pleases it.");
        AssertRefused(new AlteredType(type) { Key = _ => null }, "has no key");
        AssertRefused(new AlteredType(type) { Key = _ => new CertificateKey("another", "", "1") }, "has no key of the type");
        AssertRefused(new AlteredType(type) { Facts = _ => new EventFacts(large) }, "at most 2048 bytes");
        types.Add(new AlteredType(type) { Rule = check => check.Warn("convalescence", "OFTEN", "Something is doubtful.") });
    }

    [Fact]
    public void A_type_can_be_registered_once_for_each_tenant_and_version()
    {
        var type = DataTypeTests.Document();
        types.Add(type);
        AssertRefused(type, "there in its version 1 already");
        AssertRefused(DataTypeTests.Document(), "there in its version 1 already");
        types.Add(type, "tenant");
        types.Add(new AlteredType(type) { Version = 2 });

        Assert.Equal(3, types.Current.All.Count);
        Assert.Same(type, types.Current.Find(type.Name, 1));
        Assert.Equal(2, types.Current.Find(type.Name, 2, "tenant")!.Version);
        Assert.Null(types.Current.Find(type.Name, 3));
    }

    /// <summary>A shape can come from data too.</summary>
    [Fact]
    public void A_field_without_a_group_is_refused_with_its_path()
    {
        var code = EventField.Required("preEnrollmentCode", FieldType.Text);

        Assert.Contains(
            "'convalescence.disease'",
            Assert.Throws<ArgumentException>(
                () => new RequestShape("v1", [code, EventField.Required("convalescence.disease", FieldType.Text)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'preEnrollmentCode.x'",
            Assert.Throws<ArgumentException>(
                () => new RequestShape("v1", [code, EventField.Required("preEnrollmentCode.x", FieldType.Text)])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RequestShape("v1", [code, code]));
    }

    /// <summary>The strictest settings must not keep the program from starting.</summary>
    [Fact]
    public void The_built_in_types_can_be_registered_with_the_strictest_settings()
    {
        types.Add(OwnTypes.VaccinationWith(new VaccinationOptions { StrictVaccineCodes = true }));
        types.Add(OwnTypes.Test);
        types.Add(OwnTypes.Recovery);

        Assert.Equal(3, types.Current.All.Count);
    }

    private static JsonNode Row(JsonObject document, string path) =>
        document["shapes"]!["v1"]!.AsArray().Single(row => row!["path"]!.GetValue<string>() == path)!;

    private static void RenameShape(JsonObject document, string name)
    {
        document["shapes"] = new JsonObject { [name] = document["shapes"]!["v1"]!.DeepClone() };
    }

    private static void Rename(JsonObject document, string name)
    {
        document["name"] = name;
        document["template"]!["kind"] = name;
    }

    private void AssertRefused(ICertificateType type, string said)
    {
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => types.Add(type)).Message, StringComparison.Ordinal);
    }
}
