using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Issuing;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Hosting.Preview;

/// <summary>Makes the page of a sample request by the rooms that make real ones.</summary>
internal sealed class PreviewPage(IServiceProvider services)
{
    private const int DotsPerInch = 150;

    /// <summary>Renders a template and writes picture and PDF.</summary>
    /// <returns>What is wrong with the page though it was written.</returns>
    /// <exception cref="TemplateException">Template or data can't be used.</exception>
    /// <exception cref="RenderingException">The credential can't be rendered.</exception>
    public async Task<IReadOnlyList<TemplateProblem>> RenderAsync(PreviewArguments arguments, CancellationToken cancellationToken)
    {
        var settings = services.GetRequiredService<IOptions<PageLanguageOptions>>().Value;
        var templates = TemplateSet.LoadFile(arguments.Template, new PageLanguageOptions
        {
            Language = arguments.Language ?? settings.Language,
            SecondLanguage = arguments.SecondLanguage ?? settings.SecondLanguage,
        });
        var fonts = services.GetRequiredService<FontLibrary>();
        var writer = services.GetRequiredService<IPdfWriter>();
        var renderer = new CertificateRenderer(services.GetRequiredService<DivocQr>(), writer, fonts, templates, services.GetRequiredService<IOptions<TimeZoneOptions>>());
        var (drawing, _, _) = renderer.Draw(await InputAsync(arguments, templates.OwnKind, cancellationToken));
        await File.WriteAllBytesAsync(arguments.Picture, PagePicture.Write(drawing, DotsPerInch), cancellationToken);
        await File.WriteAllBytesAsync(arguments.Pdf, writer.Write(drawing), cancellationToken);
        return templates.Overfull(fonts);
    }

    private async Task<CertificatePageInput> InputAsync(PreviewArguments arguments, TemplateKind kind, CancellationToken cancellationToken)
    {
        var shape = arguments.Shape ?? (kind == TemplateKind.Test ? CertificateShape.Test : CertificateShape.VaccinationV1);
        if (shape == CertificateShape.Test != (kind == TemplateKind.Test))
        {
            throw Problem(arguments.Template, "/kind", "does not fit --as.");
        }

        var events = await EventsAsync(arguments.Data, shape, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var certification = CertificationOf(events, shape, now);
        var unsigned = services.GetRequiredService<CredentialBuilder>().Build(certification, now);
        var signed = await services.GetRequiredService<CredentialSigner>().SignAsync(unsigned, now, SigningLane.Interactive, cancellationToken);
        return new CertificatePageInput(signed.Bytes, DoseFacts.Before(certification, CertificateLedger.Empty), events[0].Meta);
    }

    private async Task<IReadOnlyList<HealthEvent>> EventsAsync(string path, CertificateShape shape, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is not { Exists: true, Length: <= IntakeLimits.BodyBytes })
        {
            throw Problem(path, "", $"is not a file of at most {IntakeLimits.BodyBytes} bytes.");
        }

        var body = await File.ReadAllBytesAsync(path, cancellationToken);
        var validated = services.GetRequiredService<RequestValidator>().Validate(body, shape);
        return validated.Faults.Count > 0 ? throw new TemplateException([.. validated.Faults.Select(fault => new TemplateProblem(path, fault.Pointer, fault.Detail))])
            : validated.Events.Count == 0 ? throw Problem(path, "", "has no event.")
            : validated.Events;
    }

    /// <summary>The first event, as if the whole request had been accepted: lower doses of the same person are its earlier doses.</summary>
    private static CertificationEvent CertificationOf(IReadOnlyList<HealthEvent> events, CertificateShape shape, DateTimeOffset now)
    {
        var certificates = events.Select(happened => new RequestedCertificate
        {
            PreEnrollmentCode = happened.PreEnrollmentCode,
            Ledger = LedgerName.Of(happened.PreEnrollmentCode),
            Key = HealthEvents.KeyOf(happened),
            CertificateId = CertificateId.New(),
            VersionsAtAcceptance = 0,
            IsDuplicate = false,
        });
        var request = new CertifyRequestRecord { RequestId = RandomId.New(), AcceptedAt = now, BodyHash = "", Certificates = [.. certificates], Warnings = [] };
        return CertificationEventJson.Parse(EventMessages.Of(request, events, shape)[0].Body)!;
    }

    private static TemplateException Problem(string file, string pointer, string message) => new([new TemplateProblem(file, pointer, message)]);
}
