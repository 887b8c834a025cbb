using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Rendering;

/// <summary>Adds the rendering of certificates to a program.</summary>
public static class RenderingRegistration
{
    /// <summary>Adds <see cref="CertificateRenderer"/> and what it needs; settings are checked at start.</summary>
    public static IServiceCollection AddRendering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QrOptions>().Bind(configuration.GetSection(QrOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TimeZoneOptions>().Bind(configuration.GetSection(TimeZoneOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TimeZoneOptions>, TimeZoneOptionsValidator>();
        services.AddOptions<PageLanguageOptions>().Bind(configuration.GetSection(PageLanguageOptions.SectionName)).ValidateOnStart();
        services.AddOptions<TemplateOptions>().Bind(configuration.GetSection(TemplateOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TemplateOptions>, TemplateSetValidator>();
        services.AddSingleton<TemplateSet>();
        services.AddSingleton<FontLibrary>();
        services.AddSingleton(PrintableOn);
        services.AddSingleton<DivocQr>();
#if CARD_PACKAGES
        services.AddSingleton<IPdfWriter, QuestPdfWriter>();
#else
        services.AddSingleton<IPdfWriter, SkiaPdfWriter>();
#endif
        services.AddSingleton<CertificateRenderer>();
        return services;
    }

    /// <summary>What the pages of all kinds print: a warning too many is better than one too few.</summary>
    private static PrintableCharacters PrintableOn(IServiceProvider services)
    {
        var (fonts, templates) = (services.GetRequiredService<FontLibrary>(), services.GetRequiredService<TemplateSet>());
        return new PrintableCharacters([.. Enum.GetValues<TemplateKind>().Select(kind => templates[kind].FontsOver(fonts)).Distinct()]);
    }
}
