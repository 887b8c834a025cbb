using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Divoc.Functions.Triggers;

/// <summary>
/// Chooses the language of an answer by <c>Accept-Language</c> (RFC 9110 section 12.5.4), with the lookup of RFC 4647 section 3.4:
/// <c>pt-BR</c> finds <c>pt</c>. Nobody is refused because of a language: if none of the requested ones is available, or if the header
/// can't be read, the first of the offered ones is used.
/// </summary>
internal static partial class AnswerLanguage
{
    private const int LongestHeader = 500;
    private const int MostRanges = 20;
    private const string Any = "*";

    /// <summary>The language.</summary>
    /// <param name="header">The header of the request.</param>
    /// <param name="offered">The available languages, the default first.</param>
    public static string Of(StringValues header, IReadOnlyList<string> offered)
    {
        var ranges = RangesOf(header);
        var refused = ranges.Where(range => range.Quality == 0)
            .Select(range => range.Value.ToString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var left = offered.Where(language => !refused.Contains(language)).ToList();
        var wanted = ranges.Where(range => range.Quality != 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value.ToString())
            .ToList();
        foreach (var range in wanted)
        {
            if (LookUp(range, left) is { } found)
            {
                return found;
            }
        }

        return wanted.Contains(Any) && left.Count > 0 ? left[0] : offered[0];
    }

    /// <summary>The ranges of the header; none if it is too long, has too many or can't be read.</summary>
    private static IList<StringWithQualityHeaderValue> RangesOf(StringValues header)
    {
        return header.Sum(line => line?.Length ?? 0) <= LongestHeader
            && StringWithQualityHeaderValue.TryParseStrictList(header, out var ranges)
            && ranges.Count <= MostRanges
            && ranges.All(range => LanguageRange().IsMatch(range.Value.ToString()))
                ? ranges
                : [];
    }

    /// <summary>The language that equals the longest beginning of a range.</summary>
    private static string? LookUp(string range, List<string> languages)
    {
        for (var beginning = range; beginning.Length > 0; beginning = Shortened(beginning))
        {
            if (languages.Find(language => language.Equals(beginning, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A range without its last subtag, and without a single letter or digit before it, which has no meaning alone.</summary>
    private static string Shortened(string range)
    {
        var end = range.LastIndexOf('-');
        if (end >= 2 && range[end - 2] == '-')
        {
            end -= 2;
        }

        return end < 0 ? "" : range[..end];
    }

    /// <summary>A basic language range (RFC 4647 section 2.1).</summary>
    [GeneratedRegex(@"^(?:\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\z")]
    private static partial Regex LanguageRange();
}
