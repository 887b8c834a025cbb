using System.Collections.Concurrent;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Issuing;

/// <summary>Makes the QR image and the page of a signed credential. Thread-safe; equal certificates give equal bytes.</summary>
public sealed class PageMaker(TemplateSet templates, IPdfWriter writer, CalendarDays days)
{
    private readonly ConcurrentDictionary<(string Type, int Version), TemplatePage> pages = [];

    /// <summary>Makes both.</summary>
    /// <exception cref="RenderingException">It can't be printed as a whole.</exception>
    public MadePage Make(PageSource source)
    {
        var symbols = source.Format.SymbolsOf(source.Credential).Select(QrEncoder.Encode).ToList();
        var page = Describe(source, symbols);
        return new MadePage(symbols.Count == 0 ? null : QrPng.Write(symbols[0]), writer.Write(page), page.TemplateVersion);
    }

    /// <summary>The page in words and blocks.</summary>
    internal CertificatePage Describe(PageSource source) => Describe(source, [.. source.Format.SymbolsOf(source.Credential).Select(QrEncoder.Encode)]);

    private CertificatePage Describe(PageSource source, IReadOnlyList<QrSymbol> symbols)
    {
        var view = source.Format.ViewOf(source.Credential);
        var input = new PageInput(source.CertificateId, source.Event.PreEnrollmentCode, view.Issuer, view.IssuedAt)
        {
            Credential = view.Document,
            Claims = new Lazy<JsonElement>(() => source.Type.ClaimsOf(source.Event.Data, source.Format.SubjectIdOf(source.Event))),
            Meta = source.Event.Meta ?? default,
            Facts = source.Type.PageFactsOf(source.Event, source.Earlier),
        };
        return PageOf(source.Type).Describe(input) with
        {
            Codes = [.. symbols.Select(symbol => new PageCode(symbol, PageText.Empty))],
            Attachments = [new Attachment(source.Format.File.Name, source.Format.File.MediaType, "The signed credential", source.Credential)],
        };
    }

    private TemplatePage PageOf(ICertificateType type) => pages.GetOrAdd((type.Name, type.Version), _ => new TemplatePage(templates.Of(type.Page), days));
}

/// <summary>What a page is made from.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="Type">Its type.</param>
/// <param name="Format">The format of its credential.</param>
/// <param name="Event">What was certified.</param>
/// <param name="Earlier">Earlier events that the page shows.</param>
/// <param name="Credential">The signed credential.</param>
public sealed record PageSource(
    string CertificateId, ICertificateType Type, ICredentialFormat Format, AcceptedEvent Event, IReadOnlyList<EarlierEvent> Earlier, ReadOnlyMemory<byte> Credential);

/// <summary>The QR image and the page.</summary>
/// <param name="QrPng">The image of the first QR code; null where the format has none.</param>
/// <param name="Pdf">The page.</param>
/// <param name="TemplateVersion">The template that made it.</param>
public sealed record MadePage(byte[]? QrPng, byte[] Pdf, string TemplateVersion);
