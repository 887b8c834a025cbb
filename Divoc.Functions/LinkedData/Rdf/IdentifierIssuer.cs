using System.Globalization;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>Gives new labels to blank nodes in the order in which they are requested (RDFC-1.0 section 4.5).</summary>
internal sealed class IdentifierIssuer : IBlankNodeLabels
{
    private readonly string prefix;
    private readonly OrderedDictionary<string, string> issued;

    /// <summary>One that has given no label yet.</summary>
    /// <param name="prefix">The beginning of each new label.</param>
    /// <param name="room">How many labels are expected.</param>
    public IdentifierIssuer(string prefix, int room = 0)
    {
        this.prefix = prefix;
        issued = new(room, StringComparer.Ordinal);
    }

    private IdentifierIssuer(IdentifierIssuer other)
    {
        prefix = other.prefix;
        issued = new(other.issued, StringComparer.Ordinal);
    }

    public int Count => issued.Count;

    /// <summary>Old label to new label, in the order of issuing.</summary>
    public IReadOnlyDictionary<string, string> Issued => issued;

    public string? Find(string label) => issued.TryGetValue(label, out var known) ? known : null;

    public string Issue(string label)
    {
        if (!issued.TryGetValue(label, out var identifier))
        {
            identifier = prefix + issued.Count.ToString(CultureInfo.InvariantCulture);
            issued.Add(label, identifier);
        }

        return identifier;
    }

    string IBlankNodeLabels.LabelOf(string label) => Issue(label);

    public IdentifierIssuer Clone() => new(this);
}
