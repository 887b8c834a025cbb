namespace Divoc.Functions.Types;

/// <summary>A form in which the events of a type are sent: its name and its fields. Requests, their validation and the normalised event all follow from it.</summary>
public sealed class RequestShape
{
    private readonly HashSet<string> neverPrinted = new(StringComparer.Ordinal);

    /// <summary>Makes the shape of a table of fields.</summary>
    /// <param name="name">Its name, such as <c>v1</c>: persisted with each event, never changed.</param>
    /// <param name="fields">The table; each field stands below its parent. Those of other shapes are passed over.</param>
    public RequestShape(string name, IEnumerable<EventField> fields)
    {
        Name = name;
        Root = new FieldNode(EventField.Required("", FieldType.Group), isRequired: true);
        var byPath = new Dictionary<string, FieldNode>(StringComparer.Ordinal) { [""] = Root };
        foreach (var field in fields.Where(field => field.IsOf(name)))
        {
            var node = new FieldNode(field, field.IsRequiredIn(name));
            byPath.Add(field.Path, node);
            if (!field.IsPrinted)
            {
                neverPrinted.Add(field.Path);
            }

            byPath[field.Path[..Math.Max(0, field.Path.LastIndexOf('.'))]].Add(node);
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Stands for the event as a whole, with the fields inside it.</summary>
    internal FieldNode Root { get; }

    /// <summary>Whether a page may show the text of a path.</summary>
    internal bool IsPrinted(string path) => !neverPrinted.Contains(path);
}
