using System.Globalization;
using Divoc.Functions.Certificates;
using Divoc.Functions.Ledger;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Reads which part of a certificate a request asks for: by its path or by Accept (RFC 9110 section 12.5.1), and of the PNG by a size in the query.</summary>
internal static class PartRequest
{
    /// <summary>The query parameter that asks for a PNG of a size.</summary>
    public const string SizeParameter = "px";

    // In the order of preference where a header asks for several alike.
    private static readonly (StringSegment MediaType, CertificatePart Part)[] Offers =
    [
        (CertificateArtifacts.CredentialContentType, CertificatePart.Credential),
        ("application/json", CertificatePart.Credential),
        (CertificateArtifacts.PdfContentType, CertificatePart.Pdf),
        (CertificateArtifacts.QrContentType, CertificatePart.Qr),
        (CertificateFetcher.SvgMediaType, CertificatePart.QrSvg),
    ];

    /// <summary>The answer where no part is acceptable.</summary>
    public static Problem NotAcceptable { get; } = new(
        StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", $"A certificate comes as {string.Join(", ", Offers.Select(offer => offer.MediaType))}: ask for one of them in Accept.");

    /// <summary>A part, of the size that the query asks for. What is no whole number is a size that no image has.</summary>
    public static AskedPart Of(HttpRequest request, CertificatePart part)
    {
        int? size = null;
        if (request.Query.TryGetValue(SizeParameter, out var asked))
        {
            size = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        return new AskedPart(part, size);
    }

    /// <summary>The part with the highest quality; the credential when nothing is asked for; null when nothing offered is acceptable.</summary>
    public static AskedPart? ByAccept(HttpRequest request)
    {
        var header = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(header))
        {
            return Of(request, CertificatePart.Credential);
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges))
        {
            return null;
        }

        var best = Offers.Select(offer => (offer.Part, Quality: QualityOf(offer.MediaType, ranges))).MaxBy(offer => offer.Quality);
        return best.Quality > 0 ? Of(request, best.Part) : null;
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
