using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>Chooses the part of a certificate by the Accept header (RFC 9110 section 12.5.1).</summary>
internal static class AcceptedPart
{
    // In the order of preference where a header asks for several alike.
    private static readonly (StringSegment MediaType, CertificatePart Part)[] Offers =
    [
        ("application/vc+ld+json", CertificatePart.Credential),
        ("application/json", CertificatePart.Credential),
        ("application/pdf", CertificatePart.Pdf),
        ("image/png", CertificatePart.Qr),
        (QrImages.SvgContentType, CertificatePart.QrSvg),
    ];

    /// <summary>What can be asked for.</summary>
    public static IEnumerable<string> MediaTypes => Offers.Select(offer => offer.MediaType.ToString());

    /// <summary>The part with the highest quality; the credential when nothing is asked for; null when nothing offered is acceptable.</summary>
    public static CertificatePart? Of(HttpRequest request)
    {
        var header = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(header))
        {
            return CertificatePart.Credential;
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges))
        {
            return null;
        }

        var best = Offers.Select(offer => (offer.Part, Quality: QualityOf(offer.MediaType, ranges))).MaxBy(offer => offer.Quality);
        return best.Quality > 0 ? best.Part : null;
    }

    /// <summary>The most specific range that takes a media type decides its quality.</summary>
    private static double QualityOf(StringSegment mediaType, IList<MediaTypeHeaderValue> ranges)
    {
        var offered = new MediaTypeHeaderValue(mediaType);
        var range = ranges.Where(candidate => candidate.MatchesAllTypes
                || (candidate.MatchesAllSubTypes && candidate.Type.Equals(offered.Type, StringComparison.OrdinalIgnoreCase))
                || candidate.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            .MaxBy(candidate => candidate.MatchesAllTypes ? 0 : candidate.MatchesAllSubTypes ? 1 : 2);
        return range is null ? 0 : range.Quality ?? 1;
    }
}
