using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Rendering.Templates;

public sealed class TemplateReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Faults => [.. TemplateFiles.Faults.Select(fault => fault.Name)];

    [Fact]
    public void The_small_template_is_accepted()
    {
        Assert.Equal("utopia/1", Load(TemplateFiles.Small()).Of(OwnTypes.Vaccination.Page).Template.Version);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_error_is_reported_with_file_place_and_reason(string name)
    {
        var (_, damage, pointer, message, _) = TemplateFiles.Faults.Single(fault => fault.Name == name);
        var template = TemplateFiles.Small();
        damage(template);

        var problems = Assert.Throws<TemplateException>(() => Load(template)).Problems;

        Assert.Contains(problems, problem => problem.Pointer == pointer && problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.EndsWith("utopia.template.json", problem.File, StringComparison.Ordinal));
    }

    /// <summary>
    /// Templates are data: there is nowhere to put code, an expression or an address, and a text that looks like one is printed as it
    /// stands.
    /// </summary>
    [Theory]
    [InlineData("an unknown member")]
    [InlineData("an unknown member of a block")]
    [InlineData("an unknown condition")]
    [InlineData("an unknown format")]
    [InlineData("an unknown placeholder")]
    [InlineData("a pointer to elsewhere")]
    [InlineData("a remote logo")]
    public void W10_code_and_expressions_in_a_template_are_refused(string name)
    {
        var template = TemplateFiles.Small();
        TemplateFiles.Faults.Single(fault => fault.Name == name).Break(template);

        Assert.Throws<TemplateException>(() => Load(template));
    }

    [Theory]
    [InlineData("{constructor.constructor('return process')()}")]
    [InlineData("{{#with lookup}}")]
    [InlineData("{0}")]
    public void W10_a_placeholder_in_a_label_cannot_call_anything(string text)
    {
        var template = TemplateFiles.Small();
        template["labels"]!["en"]!["note"] = text;

        Assert.Contains("known are {dose}", Assert.Throws<TemplateException>(() => Load(template)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_of_a_file_are_reported_together()
    {
        var template = TemplateFiles.Small();
        template["kind"] = "x";
        template["colors"]!["accent"] = "y";

        Assert.Equal(
            ["/kind", "/colors/accent"],
            Assert.Throws<TemplateException>(() => Load(template)).Problems.Select(problem => problem.Pointer));
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData(
        "{\n  \"kind\" \"test\"\n}",
        "is not JSON that can be used at line 2, byte 10: '\"' is invalid after a property name. Expected a ':'.")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{"kind":"test","kind":"test"}""", "is not JSON that can be used")]
    [InlineData("""{"version":"\ud800"}""", "must be a text")]
    public void A_file_that_is_not_a_template_is_reported(string text, string message)
    {
        Assert.Contains(
            message, Assert.Throws<TemplateException>(() => Load(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_exceeds_the_limits_is_not_read()
    {
        Assert.Contains(
            "is larger than", Assert.Throws<TemplateException>(() => Load(new byte[300_000])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "is not JSON",
            Assert.Throws<TemplateException>(() => Load(Encoding.UTF8.GetBytes(new string('[', 100_000)))).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private TemplateSet Load(JsonObject template) => Load(Encoding.UTF8.GetBytes(template.ToJsonString()));

    private TemplateSet Load(byte[] content)
    {
        return TemplateSet.Load(
            Path.GetDirectoryName(folder.Write("utopia.template.json", content))!, new PageLanguageOptions(), Renderers.Kinds);
    }
}
