using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Intake;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Pdf.Pictures;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Commands.Preview;

/// <summary>Makes the page of a sample request with the code that makes real pages.</summary>
internal sealed class PreviewPage(IServiceProvider services)
{
    private const int DotsPerInch = 150;

    /// <summary>Renders a template and writes picture and PDF.</summary>
    /// <returns>Problems of the page, which was written anyway.</returns>
    /// <exception cref="TemplateException">Template or data can't be used.</exception>
    /// <exception cref="RenderingException">The credential can't be rendered.</exception>
    public async Task<IReadOnlyList<TemplateProblem>> RenderAsync(PreviewArguments arguments, CancellationToken cancellationToken)
    {
        var settings = services.GetRequiredService<IOptions<PageLanguageOptions>>().Value;
        var languages = new PageLanguageOptions
        {
            Language = arguments.Language ?? settings.Language,
            SecondLanguage = arguments.SecondLanguage ?? settings.SecondLanguage,
        };
        var templates = TemplateSet.LoadFile(arguments.Template, languages, services.GetRequiredService<PageKinds>());
        var fonts = services.GetRequiredService<FontLibrary>();
        var writer = services.GetRequiredService<IPdfWriter>();
        var maker = new PageMaker(templates, writer, services.GetRequiredService<CalendarDays>());
        var page = maker.Describe(await SourceAsync(arguments, templates.OwnKind, cancellationToken));
        await File.WriteAllBytesAsync(arguments.Picture, new PagePicture(fonts).Write(page, DotsPerInch), cancellationToken);
        await File.WriteAllBytesAsync(arguments.Pdf, writer.Write(page).Bytes, cancellationToken);
        return templates.WithoutRoom(fonts);
    }

    private async Task<PageSource> SourceAsync(PreviewArguments arguments, PageKind kind, CancellationToken cancellationToken)
    {
        var type = services.GetRequiredService<CertificateTypes>().Current.All.First(known => known.Page == kind);
        var shape = arguments.Shape is null ? type.Shapes[0] : type.Shapes.FirstOrDefault(known => known.Name == arguments.Shape);
        if (shape is null)
        {
            throw Problem(
                arguments.Template,
                "/kind",
                $"does not fit --as, which must be one of {string.Join(", ", type.Shapes.Select(known => known.Name))}.");
        }

        var events = await EventsAsync(arguments.Data, type, shape, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var certification = CertificationOf(events, type, now);
        var format = services.GetRequiredService<CredentialFormats>().Issuing(type.Name, type.Version, shape.Name)!;
        var source = new CredentialSource(certification.CertificateId, now, now, certification.Event);
        var written = await format.WriteAsync(
            source, services.GetRequiredService<ISigningKeys>(), SigningLane.Interactive, cancellationToken);
        return new PageSource(
            certification.CertificateId, type, format, certification.Event, EarlierEvents.Of(certification, CertificateLedger.Empty, type),
            written.Bytes);
    }

    private async Task<IReadOnlyList<AcceptedEvent>> EventsAsync(
        string path, ICertificateType type, RequestShape shape, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is not { Exists: true, Length: <= IntakeLimits.BodyBytes })
        {
            throw Problem(path, "", $"is not a file of at most {IntakeLimits.BodyBytes} bytes.");
        }

        var body = await File.ReadAllBytesAsync(path, cancellationToken);
        var validated = services.GetRequiredService<RequestValidator>().Validate(body, type, shape);
        if (validated.Faults.Count > 0)
        {
            throw new TemplateException([.. validated.Faults.Select(fault => new TemplateProblem(path, fault.Pointer, fault.Detail))]);
        }

        return validated.Events.Count == 0 ? throw Problem(path, "", "has no event.") : validated.Events;
    }

    /// <summary>The first event, as if the whole request had been accepted: earlier events of the same person are shown too.</summary>
    private static CertificationEvent CertificationOf(IReadOnlyList<AcceptedEvent> events, ICertificateType type, DateTimeOffset now)
    {
        var certificates = events.Select(happened => new RequestedCertificate
        {
            PreEnrollmentCode = happened.PreEnrollmentCode,
            Ledger = LedgerName.Of(happened.PreEnrollmentCode),
            Key = type.RequiredKeyOf(happened.Data),
            CertificateId = CertificateId.New(),
            VersionsAtAcceptance = 0,
            IsDuplicate = false,
        });
        var request = new CertifyRequest
        {
            RequestId = RandomId.New(),
            AcceptedAt = now,
            BodyHash = "",
            Certificates = [.. certificates],
            Warnings = [],
        };
        return CertificationEventJson.Parse(EventMessages.Of(request, events, type)[0].Body)!;
    }

    private static TemplateException Problem(string file, string pointer, string message) =>
        new([new TemplateProblem(file, pointer, message)]);
}
