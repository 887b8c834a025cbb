namespace Divoc.Functions.Types;

/// <summary>
/// A form in which the events of a type are sent: its name and its fields. Requests, their validation and the normalised event all use it.
/// </summary>
public sealed class RequestShape
{
    private readonly HashSet<string> neverPrinted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldNode> byPath = new(StringComparer.Ordinal);

    /// <summary>Makes the shape from a table of fields.</summary>
    /// <param name="name">Its name, such as <c>v1</c>: persisted with each event, never changed.</param>
    /// <param name="fields">The table, in which each field follows its parent. Fields of other shapes are skipped.</param>
    /// <exception cref="ArgumentException">A path is there twice, or its parent is not a group before it.</exception>
    public RequestShape(string name, IEnumerable<EventField> fields)
    {
        Name = name;
        Root = new FieldNode(EventField.Required("", FieldType.Group), isRequired: true);
        foreach (var field in fields.Where(field => field.IsOf(name)))
        {
            var node = new FieldNode(field, field.IsRequiredIn(name));
            var parent = ParentOf(field.Path);
            parent.Add(node);
            byPath.Add(field.Path, node);
            if (!field.IsPrinted)
            {
                neverPrinted.Add(field.Path);
            }
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Represents the event as a whole, with the fields inside it.</summary>
    internal FieldNode Root { get; }

    /// <summary>The rows of its table.</summary>
    internal IEnumerable<EventField> Fields => byPath.Values.Select(node => node.Field);

    /// <summary>The fields with columns in a CSV file, in the order of the table.</summary>
    internal IEnumerable<EventField> Columns => Fields.Where(row => row.Column is not null);

    /// <summary>Whether a path is one of its fields.</summary>
    public bool Knows(string path) => Find(path) is not null;

    /// <summary>The field with a path; null for none.</summary>
    internal FieldNode? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>Whether a page may show the text of a path.</summary>
    internal bool IsPrinted(string path) => !neverPrinted.Contains(path);

    private FieldNode ParentOf(string path)
    {
        var parent = path.LastIndexOf('.') is var end and > 0 ? byPath.GetValueOrDefault(path[..end]) : Root;
        return parent?.Field.Type == FieldType.Group
            ? parent
            : throw new ArgumentException(
                $"The field '{path}' of the shape '{Name}' needs a row of the type {FieldType.Group} before it, for the object that "
                + "contains the field.");
    }
}
