using Divoc.Functions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Divoc.Functions.Tests.Hosting;

public sealed class LogFiltersTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical, false)]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("System.Net.Http.HttpClient.vault", LogLevel.Information, false)]
    [InlineData("Divoc.Functions.Issuing.CertificationEventHandler", LogLevel.Trace, true)]
    [InlineData("Divocs.Other", LogLevel.Information, false)]
    public void No_setting_enables_log_levels_beyond_the_limit(string category, LogLevel level, bool isOn)
    {
        Assert.Equal(
            isOn,
            LoggerOf(category, ("LogLevel:Default", "Trace"), ($"LogLevel:{category}", "Trace"), ($"Console:LogLevel:{category}", "Trace"))
                .IsEnabled(level));
    }

    [Fact]
    public void Within_the_limit_the_settings_apply()
    {
        Assert.False(LoggerOf("Divoc.Functions.Issuing", ("LogLevel:Divoc", "Warning")).IsEnabled(LogLevel.Information));
        Assert.False(LoggerOf("Microsoft.AspNetCore.Server.Kestrel", ("LogLevel:Microsoft", "Error")).IsEnabled(LogLevel.Warning));
    }

    /// <summary>Without any rule the lowest level of the options counts, and that is no way round either.</summary>
    [Fact]
    public void Without_settings_the_limit_applies()
    {
        Assert.True(LoggerOf("Divoc.Functions").IsEnabled(LogLevel.Information));
        Assert.False(LoggerOf("Divoc.Functions").IsEnabled(LogLevel.Debug));
        Assert.False(LoggerOf("Microsoft.AspNetCore").IsEnabled(LogLevel.Information));
    }

    private static ILogger LoggerOf(string category, params (string Name, string Level)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Level)))
            .Build();
        var services = new ServiceCollection().AddLogFilters().AddLogging(logging => logging.AddConfiguration(configuration).AddConsole());
        return services.BuildServiceProvider().GetRequiredService<ILoggerFactory>().CreateLogger(category);
    }
}
