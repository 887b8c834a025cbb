using System.Globalization;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Reads which part of a certificate is requested: by the path or by Accept (RFC 9110 section 12.5.1), and for the PNG by a size in the
/// query.
/// </summary>
internal static class PartRequest
{
    /// <summary>The query parameter for the size of a PNG.</summary>
    public const string SizeParameter = "px";

    /// <summary>The query parameter for the format of a certificate.</summary>
    public const string FormatParameter = "format";

    /// <summary>The answer if no part is acceptable.</summary>
    public static Problem NotAcceptable(CredentialFormats formats) => new(
        StatusCodes.Status406NotAcceptable,
        "NOT_ACCEPTABLE",
        $"The certificate is not available in a media type that Accept names. Ask for one of these: "
        + $"{string.Join(", ", OffersOf(formats).Select(offer => offer.MediaType).Distinct())}.");

    /// <summary>A part with the size in the query. A value that is not an integer becomes a size that no image has.</summary>
    public static AskedPart Of(HttpRequest request, CertificatePart part)
    {
        int? size = null;
        if (request.Query.TryGetValue(SizeParameter, out var asked))
        {
            size = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        return new AskedPart(part, size);
    }

    /// <summary>
    /// The acceptable parts, the one with the highest quality first; the credential if nothing is requested. A credential's own media type
    /// also requests its format, and not every certificate is available in every format. A format that is made at the fetch is returned
    /// only if it is named. If the query names a format, Accept only chooses between its QR image, its page and its credential, which is
    /// the default.
    /// </summary>
    public static IReadOnlyList<AskedPart> ByAccept(HttpRequest request, CredentialFormats formats)
    {
        var header = request.Headers.Accept;
        if (request.Query.TryGetValue(FormatParameter, out var asked))
        {
            var format = asked.ToString();
            return [Of(request, PartOf(format, header, formats)) with { Format = format }];
        }

        if (StringValues.IsNullOrEmpty(header))
        {
            return [Of(request, CertificatePart.Credential)];
        }

        return MediaTypeHeaderValue.TryParseList(header, out var ranges)
            ? [.. ByQuality(OffersOf(formats).Where(offer => IsStored(formats, offer.Format) || IsNamed(offer.MediaType, ranges)), ranges)
                .Select(offer => AskedFor(request, offer, ranges))
                .Distinct()]
            : [];
    }

    private static CertificatePart PartOf(string format, StringValues header, CredentialFormats formats)
    {
        var offers = OffersOf(formats).Where(offer => offer.Format == format || offer.Part != CertificatePart.Credential);
        return MediaTypeHeaderValue.TryParseList(header, out var ranges) && ByQuality(offers, ranges).ToList() is [var best, ..]
            ? best.Part
            : CertificatePart.Credential;
    }

    /// <summary>The acceptable media types.</summary>
    private static IEnumerable<(StringSegment MediaType, CertificatePart Part, string? Format)> ByQuality(
        IEnumerable<(StringSegment MediaType, CertificatePart Part, string? Format)> offers, IList<MediaTypeHeaderValue> ranges)
    {
        return offers.Select(offer => (Offer: offer, Quality: QualityOf(offer.MediaType, ranges)))
            .Where(offer => offer.Quality > 0)
            .OrderByDescending(offer => offer.Quality)
            .Select(offer => offer.Offer);
    }

    private static AskedPart AskedFor(
        HttpRequest request, (StringSegment MediaType, CertificatePart Part, string? Format) offer, IList<MediaTypeHeaderValue> ranges)
    {
        return Of(request, offer.Part) with { Format = IsNamed(offer.MediaType, ranges) ? offer.Format : null };
    }

    private static bool IsStored(CredentialFormats formats, string? format) => format is null || formats.Find(format)!.IsStored;

    private static bool IsNamed(StringSegment mediaType, IList<MediaTypeHeaderValue> ranges) =>
        ranges.Any(range => range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>The order of preference if a header accepts several equally.</summary>
    private static IEnumerable<(StringSegment MediaType, CertificatePart Part, string? Format)> OffersOf(CredentialFormats formats)
    {
        foreach (var format in formats.All)
        {
            foreach (var mediaType in format.File.OtherMediaTypes.Prepend(format.File.MediaType))
            {
                yield return (mediaType, CertificatePart.Credential, format.Name);
            }
        }

        yield return (CertificateArtifacts.PdfContentType, CertificatePart.Pdf, null);
        yield return (CertificateArtifacts.QrContentType, CertificatePart.Qr, null);
        yield return (CertificateFetcher.SvgMediaType, CertificatePart.QrSvg, null);
    }

    /// <summary>The most specific range that matches a media type decides its quality.</summary>
    private static double QualityOf(StringSegment mediaType, IList<MediaTypeHeaderValue> ranges)
    {
        var offered = new MediaTypeHeaderValue(mediaType);
        var range = ranges.Where(candidate => candidate.MatchesAllTypes
                || (candidate.MatchesAllSubTypes && candidate.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase))
                || candidate.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            .MaxBy(SpecificityOf);
        return range is null ? 0 : range.Quality ?? 1;
    }

    private static int SpecificityOf(MediaTypeHeaderValue range)
    {
        if (range.MatchesAllTypes)
        {
            return 0;
        }

        return range.MatchesAllSubTypes ? 1 : 2;
    }
}
