using System.Globalization;
using System.Text;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>Where in a document the algorithm stands; made into a JSON Pointer (RFC 6901) only when an error needs it.</summary>
internal sealed class DocumentPath
{
    private readonly List<(string? Name, int Index)> segments = [];

    public int Depth => segments.Count;

    public void Enter(string name) => segments.Add((name, 0));

    public void Enter(int index) => segments.Add((null, index));

    public void Leave() => segments.RemoveAt(segments.Count - 1);

    public override string ToString()
    {
        var pointer = new StringBuilder();
        foreach (var (name, index) in segments)
        {
            pointer.Append('/');
            pointer.Append(name?.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
                ?? index.ToString(CultureInfo.InvariantCulture));
        }

        return pointer.ToString();
    }
}
