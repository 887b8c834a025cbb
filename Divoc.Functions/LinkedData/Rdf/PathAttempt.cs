using System.Text;

namespace Divoc.Functions.LinkedData.Rdf;

/// <summary>The path of one order of related blank nodes, while RDFC-1.0 searches the least one (section 4.8.3 step 5.4).</summary>
internal sealed class PathAttempt(IdentifierIssuer issuer, string best)
{
    private readonly StringBuilder path = new();
    private string text = "";

    public IdentifierIssuer Issuer { get; set; } = issuer;

    public string Path => text.Length == path.Length ? text : text = path.ToString();

    /// <summary>Not shorter than the best path and greater: it will not be chosen, whatever follows.</summary>
    public bool IsHopeless => best.Length != 0 && path.Length >= best.Length && string.CompareOrdinal(Path, best) > 0;

    public void Append(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            path.Append(part);
        }
    }
}
