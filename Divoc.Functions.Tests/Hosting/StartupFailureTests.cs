using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Keys;
using Divoc.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Hosting;

public sealed class StartupFailureTests
{
    [Fact]
    public void An_error_that_the_operator_can_fix_is_reported_in_one_line()
    {
        Assert.Equal("Do this. Then that.", StartupFailure.Describe(new StartupException("Do this.\nThen that.")));
        Assert.Equal(
            "The key file is damaged.",
            StartupFailure.Describe(new InvalidOperationException("outer", new KeyFileException("The key file is damaged."))));
    }

    [Fact]
    public void A_store_file_that_cannot_be_opened_is_reported_with_a_solution()
    {
        var line = StartupFailure.Describe(new StoreUnavailableException("/data/artifacts.db can't be opened: it is no database."));
        Assert.StartsWith("/data/artifacts.db can't be opened: it is no database.", line, StringComparison.Ordinal);
        Assert.Contains("Divoc__DataDirectory", line, StringComparison.Ordinal);
    }

    [Fact]
    public void W31_settings_are_read_at_startup_and_all_invalid_settings_are_reported()
    {
        var first = new OptionsValidationException("", typeof(object), ["Divoc:A must be set.", "Divoc:B is no URL."]);
        var second = new OptionsValidationException("", typeof(object), ["Divoc:C is too large."]);
        var line = StartupFailure.Describe(new AggregateException(first, second));
        Assert.Contains("Divoc:A must be set. Divoc:B is no URL.", line, StringComparison.Ordinal);
        Assert.Contains("Divoc:C is too large.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HTTPS_address_without_a_certificate_is_reported_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await using var program = EmbeddedHost.Build(
            ["--urls", "https://127.0.0.1:0", "--Divoc:DataDirectory", folder.Path, "--Kestrel:Certificates:Development:Password", "none"]);
        var exception = await Record.ExceptionAsync(() => program.StartAsync(TestContext.Current.CancellationToken));
        Assert.SkipWhen(exception is null, "This machine has a developer certificate.");
        Assert.StartsWith("An https address needs a certificate", StartupFailure.Describe(exception!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Settings.Number))]
    [InlineData(nameof(Settings.Time))]
    [InlineData(nameof(Settings.Day))]
    [InlineData(nameof(Settings.Flag))]
    public void W30_a_value_of_the_wrong_type_is_reported_with_the_name_of_its_setting(string name)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Divoc:{name}", "nonsense")]).Build();
        var exception = Record.Exception(() => configuration.GetSection("Divoc").Get<Settings>());
        Assert.Contains($"Divoc:{name}", StartupFailure.Describe(exception!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bug_in_the_program_gets_no_operator_message()
    {
        Assert.Null(StartupFailure.Describe(new InvalidOperationException("a bug", new ArgumentException("inside"))));
    }

    [Fact]
    public async Task A_key_that_cannot_be_opened_is_reported_at_startup_and_the_data_directory_is_released()
    {
        using var folder = new TemporaryFolder();
        await using (var program = EmbeddedHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Divoc:DataDirectory", folder.Path],
            builder => builder.Services.AddSingleton<ISigningKeys>(_ => throw new KeyFileException("damaged"))))
        {
            var refusal = await Assert.ThrowsAsync<KeyFileException>(() => program.StartAsync(TestContext.Current.CancellationToken));
            Assert.Equal("damaged", StartupFailure.Describe(refusal));
        }

        using var free = DataDirectory.Open(folder.Path);
    }

    public sealed class Settings
    {
        public int Number { get; set; }

        public TimeSpan Time { get; set; }

        public DayOfWeek Day { get; set; }

        public bool Flag { get; set; }
    }
}
