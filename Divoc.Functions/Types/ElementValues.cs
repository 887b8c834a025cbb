using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>The values of one element of the array, by the paths of its shape.</summary>
public sealed class ElementValues(int index, long position)
{
    private readonly Dictionary<string, FieldValue> values = new(StringComparer.Ordinal);

    /// <summary>Place in the array, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>The position of the element in the body, in bytes.</summary>
    public long Position { get; } = position;

    /// <summary>Stores a value.</summary>
    public void Set(string path, object? value, long valuePosition) => values[path] = new FieldValue(value, valuePosition);

    /// <summary>Whether the member is there and not null, valid or not.</summary>
    public bool Has(string path) => values.ContainsKey(path);

    /// <summary>Whether the group of fields is there, as an object.</summary>
    public bool HasGroup(string path) => Value(path) is true;

    /// <summary>The text of a field; null if it is absent or has an error.</summary>
    public string? Text(string path) => Value(path) as string;

    /// <summary>All fields with valid texts, with their paths.</summary>
    public IEnumerable<(string Path, string Text)> AllTexts()
    {
        return values.Where(entry => entry.Value.Value is string).Select(entry => (entry.Key, (string)entry.Value.Value!));
    }

    /// <summary>The texts of a list; null if it is absent or has an error.</summary>
    public IReadOnlyList<string>? Texts(string path) => Value(path) as IReadOnlyList<string>;

    /// <summary>The date of a field; null if it is absent or has an error.</summary>
    public DateOnly? Date(string path) => Value(path) as DateOnly?;

    /// <summary>The date of birth of a field, which may be partial; null if it is absent or has an error.</summary>
    public BirthDate? Birth(string path) => Value(path) switch
    {
        BirthDate born => born,
        DateOnly day => day,
        _ => null,
    };

    /// <summary>The date-time of a field; null if it is absent or has an error.</summary>
    public DateTimeOffset? Instant(string path) => Value(path) as DateTimeOffset?;

    /// <summary>The number of a field; null if it is absent or has an error.</summary>
    public int? Number(string path) => Value(path) as int?;

    /// <summary>The bytes of a free object as in the body; null if it is absent or has an error.</summary>
    public ReadOnlyMemory<byte>? Bytes(string path) => Value(path) as ReadOnlyMemory<byte>?;

    /// <summary>The JSON Pointer of a field. No name in the table has a character that a pointer must escape.</summary>
    public string PointerTo(string path) => path.Length == 0 ? $"/{Index}" : $"/{Index}/{path.Replace('.', '/')}";

    /// <summary>The position of a field; if it is absent, the position of its group.</summary>
    public long PositionOf(string path)
    {
        while (path.Length > 0)
        {
            if (values.TryGetValue(path, out var value))
            {
                return value.Position;
            }

            path = path[..Math.Max(0, path.LastIndexOf('.'))];
        }

        return Position;
    }

    /// <summary>The value of a field; null if it is absent or has an error.</summary>
    internal object? ValueOf(string path) => Value(path);

    private object? Value(string path) => values.TryGetValue(path, out var value) ? value.Value : null;
}

/// <summary>The value of a field.</summary>
/// <param name="Value">
/// A string, list of strings, date, date of birth, date-time, int or slice of the body; null if the value has an error. For a group of
/// fields: whether it is an object.
/// </param>
/// <param name="Position">The position of the value in the body, in bytes.</param>
internal readonly record struct FieldValue(object? Value, long Position);
