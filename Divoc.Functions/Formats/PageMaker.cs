using System.Collections.Concurrent;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Types;

namespace Divoc.Functions.Formats;

/// <summary>Makes the QR image and the page of a signed credential. Thread-safe; equal certificates give equal bytes.</summary>
public sealed class PageMaker(TemplateSet templates, IPdfWriter writer, CalendarDays days)
{
    private readonly ConcurrentDictionary<(string Type, int Version), TemplatePage> pages = [];

    /// <summary>Makes both.</summary>
    /// <exception cref="RenderingException">Not everything can be printed.</exception>
    public MadePage Make(PageSource source)
    {
        var page = Describe(source);
        return new MadePage(page.Codes.Count == 0 ? null : QrPng.Write(page.Codes[0].Symbol), writer.Write(page), page.TemplateVersion);
    }

    /// <summary>
    /// Makes the page of a credential that is made at the fetch. It shows what the page of the issued credential shows, except the data
    /// that were sent only for that page and are not stored. Its codes replace those of the issued credential, or follow them if the
    /// template says so.
    /// </summary>
    /// <param name="source">The issued certificate.</param>
    /// <param name="format">The format of the credential.</param>
    /// <param name="credential">The credential that was made from it.</param>
    /// <exception cref="EventFailedException">It can't be put into QR codes.</exception>
    /// <exception cref="RenderingException">Not everything can be printed.</exception>
    public byte[] Make(PageSource source, ICredentialFormat format, ReadOnlyMemory<byte> credential)
    {
        var page = Describe(source);
        var contents = format.SymbolsOf(credential);
        var (codes, attachment) = (CodesOf(contents, new PageText(format.Title, "")), AttachmentOf(format, credential, contents));
        return writer.Write(templates.Of(source.Type.Page).Template.OtherFormats == OtherFormatsPlace.Instead
            ? page with { Codes = codes, Attachments = [attachment] }
            : page with { Codes = [.. page.Codes, .. codes], Attachments = [.. page.Attachments, attachment] }).Bytes;
    }

    /// <summary>The page as text blocks, before rendering.</summary>
    internal CertificatePage Describe(PageSource source)
    {
        var view = source.Format.ViewOf(source.Credential);
        var input = new PageInput(source.CertificateId, source.Event.PreEnrollmentCode, view.Issuer, view.IssuedAt)
        {
            Credential = view.Document,
            Claims = new Lazy<JsonElement>(
                () => source.Claims ?? source.Type.ClaimsOf(source.Event.Data, source.Format.SubjectIdOf(source.Event))),
            Meta = source.Event.Meta ?? default,
            Facts = source.Type.PageFactsOf(source.Event, source.Earlier),
        };
        var contents = source.Format.SymbolsOf(source.Credential);
        return PageOf(source.Type).Describe(input) with
        {
            Codes = CodesOf(contents, PageText.Empty),
            Attachments = [AttachmentOf(source.Format, source.Credential, contents)],
        };
    }

    private static IReadOnlyList<PageCode> CodesOf(IReadOnlyList<QrContent> contents, PageText caption) =>
        [.. contents.Select(content => new PageCode(QrEncoder.Encode(content), caption))];

    private static Attachment AttachmentOf(
        ICredentialFormat format, ReadOnlyMemory<byte> credential, IReadOnlyList<QrContent> contents)
    {
        return new Attachment(format.File.Name, format.File.MediaType, "The signed credential", credential)
        {
            Deflated = contents is [var only] ? only.Deflated : default,
        };
    }

    private TemplatePage PageOf(ICertificateType type) =>
        pages.GetOrAdd((type.Name, type.Version), _ => new TemplatePage(templates.Of(type.Page), days));
}

/// <summary>What a page is made from.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="Type">Its type.</param>
/// <param name="Format">The format of its credential.</param>
/// <param name="Event">The certified event.</param>
/// <param name="Earlier">Earlier events that the page shows.</param>
/// <param name="Credential">The signed credential.</param>
public sealed record PageSource(
    string CertificateId, ICertificateType Type, ICredentialFormat Format, AcceptedEvent Event, IReadOnlyList<EarlierEvent> Earlier,
    ReadOnlyMemory<byte> Credential)
{
    /// <summary>The stored claims, if the certificate was already issued; null to make them from the event.</summary>
    public JsonElement? Claims { get; init; }
}

/// <summary>The QR image and the page.</summary>
/// <param name="QrPng">The image of the first QR code; null if the format has none.</param>
/// <param name="Pdf">The page.</param>
/// <param name="TemplateVersion">The template that made it.</param>
public sealed record MadePage(byte[]? QrPng, RenderedPdf Pdf, string TemplateVersion);
