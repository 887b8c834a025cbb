using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Formats;

/// <summary>The formats of the program, in the order in which they were registered.</summary>
public sealed partial class CredentialFormats
{
    /// <summary>The files that a certificate has in every format.</summary>
    private static readonly string[] OtherFiles =
        [CertificateArtifacts.QrFile, CertificateArtifacts.PdfFile, CertificateArtifacts.ClaimsFile];

    /// <summary>Takes the formats.</summary>
    /// <exception cref="ArgumentException">
    /// A name, file or media type can't be used, two formats have the same name or file, or one has a file that every certificate has.
    /// </exception>
    public CredentialFormats(IEnumerable<ICredentialFormat> formats)
    {
        All = [.. formats];
        foreach (var format in All)
        {
            RequireNames(format);
        }

        RequireUnique(All.Select(format => format.Name), "name");
        RequireUnique(OtherFiles.Concat(All.Select(format => format.File.Name)), "file");
    }

    public IReadOnlyList<ICredentialFormat> All { get; }

    /// <summary>The format with a name; null if there is none.</summary>
    public ICredentialFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The format that issues events of a type, version and shape; null if none can.</summary>
    public ICredentialFormat? Issuing(string type, int version, string shape) =>
        All.FirstOrDefault(format => format.IsStored && format.CanWrite(type, version, shape));

    /// <summary>The format in which a listed certificate is stored.</summary>
    /// <exception cref="NewerFormException">This version of the program does not know it.</exception>
    public ICredentialFormat Of(ListedCertificate version)
    {
        return All.FirstOrDefault(format => format.IsStored && version.Hashes.Of(format.File.Name) is not null)
            ?? throw new NewerFormException("format of a certificate");
    }

    /// <summary>The format that a payload most probably has; null if it has none.</summary>
    public ICredentialFormat? Recognize(ReadOnlySpan<byte> payload)
    {
        ICredentialFormat? best = null;
        var likeness = Likeness.No;
        foreach (var format in All)
        {
            var found = format.Recognize(payload);
            if (found > likeness)
            {
                (best, likeness) = (format, found);
            }
        }

        return best;
    }

    private static void RequireNames(ICredentialFormat format)
    {
        if (!FormatName().IsMatch(format.Name) || !FileName().IsMatch(format.File.Name))
        {
            throw new ArgumentException(
                $"The format '{format.Name}' with the file '{format.File.Name}' needs a name of 1 to 40 lower-case letters, "
                + "digits and hyphens, and a file name such as card.txt of lower-case letters, digits, hyphens and dots.");
        }

        foreach (var mediaType in format.File.OtherMediaTypes.Prepend(format.File.MediaType))
        {
            if (!MediaTypeHeaderValue.TryParse(mediaType, out var parsed)
                || parsed.MediaType != mediaType
                || mediaType.Contains('*', StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"The media type '{mediaType}' of the format '{format.Name}' must be a type and a subtype without parameters, "
                    + "such as application/json.");
            }
        }
    }

    /// <summary>Some stores do not distinguish names that differ only by case, so such names are refused.</summary>
    private static void RequireUnique(IEnumerable<string> names, string what)
    {
        if (names.CountBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(name => name.Value > 1).Key is { } twice)
        {
            throw new ArgumentException(
                $"The {what} '{twice}' is there twice among the formats and the files of a certificate: "
                + $"give the format a {what} of its own.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex FormatName();

    [GeneratedRegex(@"^[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,3}\z")]
    private static partial Regex FileName();
}
