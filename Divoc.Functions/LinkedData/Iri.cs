using System.Buffers;

namespace Divoc.Functions.LinkedData;

/// <summary>IRIs as text (RFC 3987): their form, and the resolution of references (RFC 3986 section 5.2). Nothing is normalised.</summary>
internal static class Iri
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "<>\"{}|\\^`\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f ");

    /// <summary>Whether it is absolute, has only allowed characters, and at most one fragment.</summary>
    public static bool IsWellFormed(string iri) => IsInNQuads(iri) && iri.IndexOf('#', StringComparison.Ordinal) == iri.LastIndexOf('#');

    /// <summary>Whether it is absolute, and allowed by the grammar of N-Quads (IRIREF).</summary>
    public static bool IsInNQuads(string iri) => IsAbsolute(iri) && !iri.AsSpan().ContainsAny(Forbidden);

    /// <summary>Whether the text begins with a scheme and a colon (RFC 3986 section 3.1).</summary>
    public static bool IsAbsolute(ReadOnlySpan<char> iri) => SchemeLength(iri) > 0;

    /// <summary>Whether the text is a blank node identifier of JSON-LD.</summary>
    public static bool IsBlank(string text) => text.StartsWith("_:", StringComparison.Ordinal);

    /// <summary>Resolves a reference against an absolute base (RFC 3986 section 5.2.2).</summary>
    public static string Resolve(string baseIri, string reference)
    {
        if (IsAbsolute(reference))
        {
            return reference;
        }

        var origin = IriParts.Of(baseIri);
        var relative = IriParts.Of(reference);
        if (relative.HasAuthority)
        {
            return (relative with { Scheme = origin.Scheme, Path = RemoveDotSegments(relative.Path) }).ToString();
        }

        if (relative.Path.Length == 0)
        {
            return (origin with { Query = relative.Query ?? origin.Query, Fragment = relative.Fragment }).ToString();
        }

        var path = relative.Path.StartsWith('/') ? relative.Path : Merge(origin, relative.Path);
        return (origin with { Path = RemoveDotSegments(path), Query = relative.Query, Fragment = relative.Fragment }).ToString();
    }

    /// <summary>The length of the scheme without its colon; 0 for none.</summary>
    public static int SchemeLength(ReadOnlySpan<char> iri)
    {
        if (iri.IsEmpty || !char.IsAsciiLetter(iri[0]))
        {
            return 0;
        }

        for (var index = 1; index < iri.Length; index++)
        {
            var character = iri[index];
            if (character == ':')
            {
                return index;
            }

            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.'))
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>RFC 3986 section 5.2.3.</summary>
    private static string Merge(IriParts origin, string path)
    {
        if (origin.HasAuthority && origin.Path.Length == 0)
        {
            return "/" + path;
        }

        return string.Concat(origin.Path.AsSpan(0, origin.Path.LastIndexOf('/') + 1), path);
    }

    /// <summary>RFC 3986 section 5.2.4.</summary>
    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return path;
        }

        var rooted = path.StartsWith('/');
        var segments = new List<string>();
        var parts = (rooted ? path[1..] : path).Split('/');
        for (var index = 0; index < parts.Length; index++)
        {
            var isDots = parts[index] is "." or "..";
            if (parts[index] == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }

            if (!isDots)
            {
                segments.Add(parts[index]);
            }
            else if (index == parts.Length - 1)
            {
                segments.Add("");
            }
        }

        return (rooted ? "/" : "") + string.Join('/', segments);
    }
}
