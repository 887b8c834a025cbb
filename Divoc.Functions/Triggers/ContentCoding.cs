using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>
/// The allowed encodings of the body of a call: uncompressed, or compressed once with gzip; texts in UTF-8 (RFC 9110, sections 8.3.2 and
/// 8.4).
/// </summary>
internal static class ContentCoding
{
    /// <summary>The content codings of bodies, for Accept-Encoding.</summary>
    public const string Accepted = "gzip, identity";

    private static readonly string[] Gzip = ["gzip", "x-gzip"];
    private static readonly string[] Utf8 = ["utf-8", "utf8", "us-ascii"];

    /// <summary>Whether the body is compressed.</summary>
    /// <exception cref="ContentRefusedException">It has another coding, or more than one.</exception>
    public static bool IsGzip(HttpRequest request)
    {
        var codings = request.Headers.ContentEncoding.ToString().Trim();
        if (codings.Length == 0 || codings.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return Gzip.Contains(codings, StringComparer.OrdinalIgnoreCase) ? true : throw new ContentRefusedException(ContentRefusal.Coding);
    }

    /// <summary>Refuses a body that declares another charset than UTF-8. Without a declaration it is UTF-8.</summary>
    /// <exception cref="ContentRefusedException">It has another charset.</exception>
    public static void RequireUtf8(string? contentType)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.Charset is { Length: > 0 } named)
        {
            var charset = HeaderUtilities.RemoveQuotes(named).ToString();
            if (!Utf8.Contains(charset, StringComparer.OrdinalIgnoreCase))
            {
                throw new ContentRefusedException(ContentRefusal.Charset);
            }
        }
    }
}

/// <summary>The body of a call has an encoding that is not accepted.</summary>
internal sealed class ContentRefusedException(ContentRefusal refusal, Exception? innerException = null)
    : Exception("The body of the call is coded in a way that is not read.", innerException)
{
    /// <summary>The reason.</summary>
    public ContentRefusal Refusal => refusal;

    /// <summary>The answer. Accept-Encoding in a 415 names the accepted codings (RFC 9110, section 15.5.16).</summary>
    public Problem ToProblem() => refusal switch
    {
        ContentRefusal.Coding => new Problem(
            StatusCodes.Status415UnsupportedMediaType,
            "UNSUPPORTED_ENCODING",
            "The Content-Encoding of the body is not gzip: send the body uncompressed, or with Content-Encoding: gzip.")
        {
            Headers = [(HeaderNames.AcceptEncoding, ContentCoding.Accepted)],
        },
        ContentRefusal.Charset => new Problem(
            StatusCodes.Status415UnsupportedMediaType,
            "UNSUPPORTED_CHARSET",
            "The charset of the body is not UTF-8: send it in UTF-8, and name UTF-8 or no charset in Content-Type.")
        {
            Headers = [(HeaderNames.AcceptEncoding, ContentCoding.Accepted)],
        },
        _ => new Problem(
            StatusCodes.Status400BadRequest,
            "MALFORMED_ENCODING",
            "Content-Encoding says gzip, but the body is not gzip or is incomplete: compress it again, or send it uncompressed."),
    };
}

/// <summary>Why a body is not read.</summary>
internal enum ContentRefusal
{
    /// <summary>It has an unknown content coding, or several.</summary>
    Coding,

    /// <summary>It is a text in a charset other than UTF-8.</summary>
    Charset,

    /// <summary>It does not have the declared content coding.</summary>
    Unreadable,
}
