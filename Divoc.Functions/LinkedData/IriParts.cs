namespace Divoc.Functions.LinkedData;

/// <summary>The parts of an IRI reference (RFC 3986 appendix B); null where a part is absent.</summary>
internal readonly record struct IriParts(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public bool HasAuthority => Authority is not null;

    public static IriParts Of(string reference)
    {
        var rest = reference.AsSpan();
        var schemeLength = Iri.SchemeLength(rest);
        var scheme = schemeLength > 0 ? rest[..schemeLength].ToString() : null;
        rest = schemeLength > 0 ? rest[(schemeLength + 1)..] : rest;
        var fragment = CutFrom(ref rest, '#');
        var query = CutFrom(ref rest, '?');
        string? authority = null;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest[2..].IndexOf('/');
            authority = (end < 0 ? rest[2..] : rest.Slice(2, end)).ToString();
            rest = end < 0 ? [] : rest[(end + 2)..];
        }

        return new IriParts(scheme, authority, rest.ToString(), query, fragment);
    }

    public override string ToString()
    {
        return string.Concat(
            Scheme is null ? "" : Scheme + ":",
            Authority is null ? "" : "//" + Authority,
            Path,
            (Query is null ? "" : "?" + Query) + (Fragment is null ? "" : "#" + Fragment));
    }

    private static string? CutFrom(ref ReadOnlySpan<char> rest, char mark)
    {
        var start = rest.IndexOf(mark);
        if (start < 0)
        {
            return null;
        }

        var part = rest[(start + 1)..].ToString();
        rest = rest[..start];
        return part;
    }
}
