using System.Buffers;

namespace Divoc.Functions.Storage;

/// <summary>The rules for all stores, so that what one accepts is accepted by the others too.</summary>
public static class ArtifactLimits
{
    /// <summary>The largest artifact in bytes; a certificate's parts have some ten kilobytes, a ledger at most a few hundred.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The most artifacts created together.</summary>
    public const int MaxTogether = 100;

    /// <summary>The largest page of a listing.</summary>
    public const int MaxPageSize = 5000;

    private const int MaxNameLength = 1024;
    private const int MaxContentTypeLength = 256;

    /// <summary>Names and values together, as in Blob storage.</summary>
    private const int MaxMetadataLength = 8 * 1024;

    /// <summary>
    /// The unreserved characters of RFC 3986, section 2.3, and the separator: they need no escaping in any store, and sort in the same way
    /// in all.
    /// </summary>
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Refuses a name that some stores do not accept.</summary>
    /// <exception cref="ArgumentException">Container or name does not have the allowed form.</exception>
    public static void Check(ArtifactName name)
    {
        CheckContainer(name.Container);
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("An artifact's name has 1 to 1,024 characters.", nameof(name));
        }

        CheckPrefix(name.Name);
        var text = name.Name.AsSpan();
        foreach (var part in text.Split('/'))
        {
            if (text[part] is "" or "." or "..")
            {
                throw new ArgumentException("No part of an artifact's name is empty, '.' or '..'.", nameof(name));
            }
        }
    }

    /// <summary>Refuses content that some stores do not accept.</summary>
    /// <exception cref="ArgumentException">
    /// The bytes, the media type or the metadata are too large or do not have the allowed form.
    /// </exception>
    public static void Check(ArtifactContent content)
    {
        if (content.Bytes.Length > MaxBytes)
        {
            throw new ArgumentException("An artifact has at most 16 MiB.", nameof(content));
        }

        if (content.SharedLength < 0 || content.SharedLength > content.Bytes.Length)
        {
            throw new ArgumentException("An artifact has no more bytes in common with others than it has.", nameof(content));
        }

        if (content.ContentType.Length is 0 or > MaxContentTypeLength || !IsVisible(content.ContentType))
        {
            throw new ArgumentException("A media type has 1 to 256 ASCII characters.", nameof(content));
        }

        if (!content.Metadata.All(pair => IsMetadataName(pair.Key) && IsVisible(pair.Value)))
        {
            throw new ArgumentException(
                "Metadata names are lower-case ASCII letters and digits that begin with a letter, values are ASCII.", nameof(content));
        }

        if (content.Metadata.Sum(pair => pair.Key.Length + pair.Value.Length) > MaxMetadataLength)
        {
            throw new ArgumentException("Metadata have at most 8 KiB together.", nameof(content));
        }
    }

    /// <summary>Refuses a list that can't be created together.</summary>
    /// <exception cref="ArgumentException">
    /// It is empty or too long, has several containers, or has an artifact twice; or a part does not have the allowed form.
    /// </exception>
    public static void Check(IReadOnlyList<NamedArtifact> artifacts)
    {
        if (artifacts.Count is 0 or > MaxTogether)
        {
            throw new ArgumentException("1 to 100 artifacts are created together.", nameof(artifacts));
        }

        foreach (var artifact in artifacts)
        {
            Check(artifact.Name);
            Check(artifact.Content);
        }

        if (artifacts.Select(artifact => artifact.Name).Distinct().Count() < artifacts.Count
            || artifacts.Any(artifact => artifact.Name.Container != artifacts[0].Name.Container))
        {
            throw new ArgumentException(
                "Artifacts that are created together lie in one container and have names of their own.", nameof(artifacts));
        }
    }

    /// <summary>Refuses a container's name that some stores do not accept.</summary>
    /// <exception cref="ArgumentException">It does not have the allowed form.</exception>
    public static void CheckContainer(string container)
    {
        if (container is not { Length: >= 3 and <= 63 } || container.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            throw new ArgumentException("A container's name is 3 to 63 lower-case letters.", nameof(container));
        }
    }

    /// <summary>Refuses a text with which no name can begin.</summary>
    /// <exception cref="ArgumentException">It is too long or has a character that is not allowed in names.</exception>
    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length > MaxNameLength || prefix.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException(
                "Names have at most 1,024 characters out of letters, digits, '-', '.', '_', '~' and '/'.", nameof(prefix));
        }
    }

    private static bool IsMetadataName(string name) =>
        name.Length > 0
            && char.IsAsciiLetterLower(name[0])
            && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    private static bool IsVisible(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
