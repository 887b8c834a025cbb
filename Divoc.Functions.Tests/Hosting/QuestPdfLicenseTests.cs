using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// The rules of QuestPDF's licence, registered here as a build with CardPackages=true does; they need nothing of that package.
/// </summary>
public sealed class QuestPdfLicenseTests
{
    private const string Line = "QuestPDF runs under its Community licence";

    [Theory]
    [InlineData("", true)]
    [InlineData("Professional", false)]
    public async Task A_local_service_uses_the_Community_licence_without_a_setting_and_reports_it_at_startup(string license, bool isTold)
    {
        using var log = new ErrorLog(LogLevel.Information);
        await using var host = await TestHost.StartAsync(
            builder =>
            {
                Register(builder);
                builder.Logging.AddProvider(log);
            },
            "--Divoc:Pdf:QuestPdfLicense",
            license);

        Assert.Equal(isTold, log.Lines.Any(line => line.Contains(Line, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_service_that_others_can_reach_does_not_start_without_a_named_licence()
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<StartupException>(
            () => EmbeddedHost.Build(["--urls", "http://0.0.0.0:0", "--Divoc:DataDirectory", folder.Path], Register));
        Assert.Contains("Divoc:Pdf:QuestPdfLicense", refusal.Message, StringComparison.Ordinal);

        refusal = Assert.Throws<StartupException>(() => EmbeddedHost.Build(
            ["--urls", "http://0.0.0.0:0", "--Divoc:DataDirectory", folder.Path, "--Divoc:Pdf:QuestPdfLicense", "Community"], Register));
        Assert.DoesNotContain("QuestPdfLicense", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_licence_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestHost.StartAsync(Register, "--Divoc:Pdf:QuestPdfLicense", "Free"));
        Assert.Contains("Community, Professional, Enterprise", refusal.Message, StringComparison.Ordinal);
    }

    private static void Register(WebApplicationBuilder builder) => QuestPdfLicense.Add(builder.Services, builder.Configuration);
}
