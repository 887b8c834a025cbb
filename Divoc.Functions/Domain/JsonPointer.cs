using System.Globalization;
using System.Text;

namespace Divoc.Functions.Domain;

/// <summary>The place of a reader in a document, as a JSON Pointer (RFC 6901). It becomes text only if an error needs it.</summary>
public sealed class JsonPointer
{
    private readonly List<(string? Name, int Index)> steps = [];

    /// <summary>The depth of the place below the whole document.</summary>
    public int Depth => steps.Count;

    /// <summary>A member's name as a step of a pointer: <c>~</c> becomes <c>~0</c>, <c>/</c> becomes <c>~1</c> (section 3).</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The member's name in a step of a pointer (section 4).</summary>
    public static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>Whether each <c>~</c> of a pointer begins a valid escape (section 3).</summary>
    public static bool IsEscaped(string pointer)
    {
        return !pointer.Replace("~0", "", StringComparison.Ordinal)
            .Replace("~1", "", StringComparison.Ordinal)
            .Contains('~', StringComparison.Ordinal);
    }

    /// <summary>Moves down to a member.</summary>
    public void Push(string name) => steps.Add((name, 0));

    /// <summary>Moves down to an item.</summary>
    public void Push(int index) => steps.Add((null, index));

    /// <summary>Moves up again.</summary>
    public void Pop() => steps.RemoveAt(steps.Count - 1);

    /// <summary>The pointer; empty for the whole document.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            text.Append('/').Append(name is null ? index.ToString(CultureInfo.InvariantCulture) : Escape(name));
        }

        return text.ToString();
    }
}
