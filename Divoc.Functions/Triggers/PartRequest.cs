using System.Globalization;
using Divoc.Functions.Certificates;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Reads which part of a certificate a request asks for: by its path or by Accept (RFC 9110 section 12.5.1), and of the PNG by a size in the query.</summary>
internal static class PartRequest
{
    /// <summary>The query parameter that asks for a PNG of a size.</summary>
    public const string SizeParameter = "px";

    /// <summary>The query parameter that asks for a credential in a format.</summary>
    public const string FormatParameter = "format";

    /// <summary>The answer where no part is acceptable.</summary>
    public static Problem NotAcceptable(CredentialFormats formats) => new(
        StatusCodes.Status406NotAcceptable,
        "NOT_ACCEPTABLE",
        $"A certificate comes as {string.Join(", ", OffersOf(formats).Select(offer => offer.MediaType).Distinct())}: ask for one of them in Accept.");

    /// <summary>A part, of the size and in the format that the query asks for. What is no whole number is a size that no image has.</summary>
    public static AskedPart Of(HttpRequest request, CertificatePart part)
    {
        int? size = null;
        if (request.Query.TryGetValue(SizeParameter, out var asked))
        {
            size = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        return new AskedPart(part, size, request.Query.TryGetValue(FormatParameter, out var format) ? format.ToString() : null);
    }

    /// <summary>
    /// The parts that are acceptable, the one with the highest quality first; the credential when nothing is asked for, or a format is. A credential's own media type asks for
    /// its format too, and not every certificate comes in every format.
    /// </summary>
    public static IReadOnlyList<AskedPart> ByAccept(HttpRequest request, CredentialFormats formats)
    {
        var header = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(header) || request.Query.ContainsKey(FormatParameter))
        {
            return [Of(request, CertificatePart.Credential)];
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges))
        {
            return [];
        }

        var acceptable = OffersOf(formats).Select(offer => (Offer: offer, Quality: QualityOf(offer.MediaType, ranges))).Where(offer => offer.Quality > 0);
        return [.. acceptable.OrderByDescending(offer => offer.Quality).Select(offer => AskedFor(request, offer.Offer, ranges)).Distinct()];
    }

    private static AskedPart AskedFor(HttpRequest request, (StringSegment MediaType, CertificatePart Part, string? Format) offer, IList<MediaTypeHeaderValue> ranges)
    {
        var isNamed = ranges.Any(range => range.MediaType.Equals(offer.MediaType, StringComparison.OrdinalIgnoreCase));
        return Of(request, offer.Part) with { Format = isNamed ? offer.Format : null };
    }

    /// <summary>In the order of preference where a header asks for several alike.</summary>
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

    /// <summary>The most specific range that takes a media type decides its quality.</summary>
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
