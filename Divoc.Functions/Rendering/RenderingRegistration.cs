using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Writing;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Rendering;

/// <summary>Adds the rendering of certificates to a program.</summary>
public static class RenderingRegistration
{
    /// <summary>
    /// Adds templates, fonts and the PDF writer; settings are checked at start. The types define which kinds of pages there are
    /// (<see cref="PageKinds"/>).
    /// </summary>
    public static IServiceCollection AddRendering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TimeZoneOptions>().Bind(configuration.GetSection(TimeZoneOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TimeZoneOptions>, TimeZoneOptionsValidator>();
        services.AddSingleton(provider => new CalendarDays(
            TimeZoneInfo.FindSystemTimeZoneById(provider.GetRequiredService<IOptions<TimeZoneOptions>>().Value.TimeZone)));
        services.AddOptions<PageLanguageOptions>().Bind(configuration.GetSection(PageLanguageOptions.SectionName)).ValidateOnStart();
        services.AddOptions<TemplateOptions>().Bind(configuration.GetSection(TemplateOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TemplateOptions>, TemplateSetValidator>();
        services.AddSingleton<TemplateSet>();
        services.AddSingleton<FontLibrary>();
        services.AddSingleton<IPrintableText>(PrintableOn);
#if CARD_PACKAGES
        services.AddSingleton<IPdfWriter, QuestPdfWriter>();
#else
        services.AddSingleton<IPdfWriter, PdfWriter>();
#endif
        return services;
    }

    /// <summary>The characters that the pages of all kinds can print: an unnecessary warning is better than a missing one.</summary>
    private static PrintableCharacters PrintableOn(IServiceProvider services)
    {
        var (fonts, templates) = (services.GetRequiredService<FontLibrary>(), services.GetRequiredService<TemplateSet>());
        return new PrintableCharacters([.. templates.All.Select(ready => fonts.With(ready.Template.Fonts)).Distinct()]);
    }
}
