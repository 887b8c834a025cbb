using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>How the body of a call may be coded: as it is, or packed once with gzip; texts in UTF-8 (RFC 9110, sections 8.3.2 and 8.4).</summary>
internal static class ContentCoding
{
    /// <summary>What bodies may be coded with, for Accept-Encoding.</summary>
    public const string Accepted = "gzip, identity";

    private static readonly string[] Gzip = ["gzip", "x-gzip"];
    private static readonly string[] Utf8 = ["utf-8", "utf8", "us-ascii"];

    /// <summary>Whether the body is packed.</summary>
    /// <exception cref="ContentRefusedException">It is coded otherwise, or more than once.</exception>
    public static bool IsGzip(HttpRequest request)
    {
        var codings = request.Headers.ContentEncoding.ToString().Trim();
        if (codings.Length == 0 || codings.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return Gzip.Contains(codings, StringComparer.OrdinalIgnoreCase) ? true : throw new ContentRefusedException(ContentRefusal.Coding);
    }

    /// <summary>Refuses a body that says of itself that it is not UTF-8. One that says nothing is UTF-8.</summary>
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

/// <summary>The body of a call is coded in a way that is not read.</summary>
internal sealed class ContentRefusedException(ContentRefusal refusal, Exception? innerException = null)
    : Exception("The body of the call is coded in a way that is not read.", innerException)
{
    /// <summary>What is wrong with it.</summary>
    public ContentRefusal Refusal => refusal;

    /// <summary>The answer. Accept-Encoding says in a 415 what would be read (RFC 9110, section 15.5.16).</summary>
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
    /// <summary>It has a content coding that is not known, or several.</summary>
    Coding,

    /// <summary>It is a text in a charset other than UTF-8.</summary>
    Charset,

    /// <summary>It is not in the content coding that it says.</summary>
    Unreadable,
}
