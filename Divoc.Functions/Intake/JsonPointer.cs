using System.Globalization;
using System.Text;

namespace Divoc.Functions.Intake;

/// <summary>The place where a reader is, as a JSON Pointer (RFC 6901). It becomes text only when a fault needs it.</summary>
internal sealed class JsonPointer
{
    private readonly List<(string? Name, int Index)> steps = [];

    /// <summary>Goes down to a member.</summary>
    public void Push(string name) => steps.Add((name, 0));

    /// <summary>Goes down to an item.</summary>
    public void Push(int index) => steps.Add((null, index));

    /// <summary>Goes up again.</summary>
    public void Pop() => steps.RemoveAt(steps.Count - 1);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            text.Append('/');
            _ = name is null
                ? text.Append(CultureInfo.InvariantCulture, $"{index}")
                : text.Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return text.ToString();
    }
}
