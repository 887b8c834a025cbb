using Divoc.Functions.Domain;

namespace Divoc.Functions.Formats;

/// <summary>The formats of the program, in the order in which they were registered.</summary>
public sealed class CredentialFormats(IEnumerable<ICredentialFormat> formats)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<ICredentialFormat> All { get; } = [.. formats];

    /// <summary>The format of a name; null where there is none.</summary>
    public ICredentialFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The format that issues events of a type, version and shape; null where none can.</summary>
    public ICredentialFormat? Issuing(string type, int version, string shape) => All.FirstOrDefault(format => format.IsStored && format.CanWrite(type, version, shape));

    /// <summary>The format in which a listed certificate is stored.</summary>
    /// <exception cref="NewerFormException">This version of the program does not know it.</exception>
    public ICredentialFormat Of(ListedCertificate version)
    {
        return All.FirstOrDefault(format => format.IsStored && version.Hashes.Of(format.File.Name) is not null) ?? throw new NewerFormException("format of a certificate");
    }

    /// <summary>The format that a payload looks most like; null where it looks like none.</summary>
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
}
