namespace Divoc.Functions.Types;

/// <summary>A field as one shape requires it, with the fields inside it.</summary>
internal sealed class FieldNode(EventField field, bool isRequired)
{
    private readonly Dictionary<string, FieldNode> children = new(StringComparer.Ordinal);

    /// <summary>The row of the table.</summary>
    public EventField Field { get; } = field;

    /// <summary>Whether its absence is an error.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>Whether it is missing in an element that has its group.</summary>
    public bool IsMissing(ElementValues element) =>
        IsRequired && !element.Has(Field.Path) && (Field.UnlessGiven is null || !element.Has(Field.UnlessGiven));

    /// <summary>The fields directly inside, in the order of the table.</summary>
    public List<FieldNode> Children { get; } = [];

    /// <summary>Adds a field that lies directly inside.</summary>
    public void Add(FieldNode child)
    {
        children.Add(child.Field.Name, child);
        Children.Add(child);
    }

    /// <summary>The field with a member name; null for an unknown one. Names are case-sensitive.</summary>
    public FieldNode? Find(ReadOnlySpan<char> name)
    {
        return children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var child) ? child : null;
    }
}
