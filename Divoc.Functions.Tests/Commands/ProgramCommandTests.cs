using System.CommandLine;
using System.CommandLine.Invocation;
using Divoc.Functions.Commands;

namespace Divoc.Functions.Tests.Commands;

public sealed class ProgramCommandTests
{
    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("--port", "--port", "7100")]
    [InlineData("--Foo:Bar", "--Foo:Bar", "1")]
    [InlineData("--url", "--url", "http://127.0.0.1:0")]
    [InlineData("urls=http", "urls=http://127.0.0.1:0")]
    [InlineData("--urls", "--urls")]
    [InlineData("--Divoc:Auth:RequireKeys", "--Divoc:Auth:RequireKeys")]
    [InlineData("--data", "preview", "x.json")]
    [InlineData("--colour", "preview", "x.json", "--data", "y.json", "--colour")]
    [InlineData("z.json", "preview", "x.json", "--data", "y.json", "z.json")]
    [InlineData("x", "preview", "x.json", "--data", "y.json", "a\nx")]
    [InlineData("--out must end with .png", "preview", "x.json", "--data", "y.json", "--out", "page.pdf")]
    [InlineData("--reason", "keys", "retire", "kid")]
    [InlineData("The reason must be", "keys", "retire", "kid", "--reason", " ")]
    [InlineData("Required command", "keys")]
    public void An_unknown_missing_or_invalid_argument_is_reported_in_one_line(string told, params string[] args)
    {
        var parsed = ProgramCommand.Parse(args);

        Assert.IsType<ParseErrorAction>(parsed.Action, exactMatch: false);
        var problem = ProgramCommand.ProblemOf(parsed);
        Assert.Contains(told, problem, StringComparison.Ordinal);
        Assert.EndsWith("--help to see what is possible.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--urls=http://127.0.0.1:7100", "--urls", "http://127.0.0.1:7100")]
    [InlineData("--urls=http://127.0.0.1:7100", "--URLS=http://127.0.0.1:7100")]
    [InlineData("--environment=Development --contentRoot=/srv", "--environment", "Development", "--contentroot", "/srv")]
    [InlineData("--Divoc:Auth:RequireKeys=true", "--Divoc:Auth:RequireKeys", "true")]
    [InlineData("--divoc:auth:requirekeys=true", "--divoc:auth:requirekeys=true")]
    [InlineData("--Divoc:KeyVault:Keys=", "--Divoc:KeyVault:Keys=")]
    [InlineData("--ServiceBus=Endpoint=sb://a;SharedAccessKey=b=", "--ServiceBus", "Endpoint=sb://a;SharedAccessKey=b=")]
    [InlineData("--Divoc:Templates=@folder", "--Divoc:Templates", "@folder")]
    [InlineData(
        "--Logging:LogLevel:Default=Debug --Kestrel:Certificates:Default:Path=a.pfx",
        "--Logging:LogLevel:Default",
        "Debug",
        "--Kestrel:Certificates:Default:Path",
        "a.pfx")]
    public void Settings_are_passed_to_the_host_unchanged(string settings, params string[] args)
    {
        var parsed = ProgramCommand.Parse(args);

        Assert.Empty(parsed.Errors);
        Assert.Equal(settings, string.Join(' ', ProgramCommand.SettingsOf(parsed)));
    }

    [Theory]
    [InlineData("--urls", "--help")]
    [InlineData("preview", "-h")]
    [InlineData("--second-language", "preview", "--help")]
    [InlineData("KID", "keys", "retire", "--help")]
    public async Task Help_lists_the_commands_and_options(string told, params string[] args)
    {
        await using var output = new StringWriter();

        Assert.Equal(
            0,
            await ProgramCommand.Parse(args)
                .InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken));
        Assert.Contains(told, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        await using var output = new StringWriter();

        Assert.Equal(
            0,
            await ProgramCommand.Parse(["--version"])
                .InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken));
        Assert.Matches(@"^\d+\.\d+", output.ToString());
    }
}
