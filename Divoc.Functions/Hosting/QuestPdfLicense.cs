using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Hosting;

/// <summary>
/// Reports at start that QuestPDF runs under its Community licence because no licence is set, and refuses that on an address that others
/// can reach. Registered in builds with <c>CardPackages=true</c>.
/// </summary>
public sealed partial class QuestPdfLicense(IOptions<QuestPdfOptions> options, ILogger<QuestPdfLicense> logger) : IHostedService,
    ISampleSettings
{
    private bool IsUnset => options.Value.QuestPdfLicense.Length == 0;

    /// <summary>Registers the setting with its rules.</summary>
    public static IServiceCollection Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QuestPdfOptions>().Bind(configuration.GetSection(QuestPdfOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuestPdfOptions>, QuestPdfOptionsValidator>();
        services.AddSingleton<QuestPdfLicense>();
        services.AddHostedService(static provider => provider.GetRequiredService<QuestPdfLicense>());
        return services.AddSingleton<ISampleSettings>(static provider => provider.GetRequiredService<QuestPdfLicense>());
    }

    /// <inheritdoc/>
    public IEnumerable<string> SampleValuesInUse() =>
        IsUnset ? [$"{QuestPdfOptions.SectionName}:{nameof(QuestPdfOptions.QuestPdfLicense)}"] : [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsUnset)
        {
            Log.Community(logger);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "QuestPDF runs under its Community licence, since "
            + "Divoc:Pdf:QuestPdfLicense is not set. Set it before others can reach the program.")]
        public static partial void Community(ILogger logger);
    }
}
