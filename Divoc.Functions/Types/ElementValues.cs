using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>What was read of one element of the array, by the paths of its shape.</summary>
public sealed class ElementValues(int index, long position)
{
    private readonly Dictionary<string, FieldValue> values = new(StringComparer.Ordinal);

    /// <summary>Place in the array, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Where in the body the element begins, in bytes.</summary>
    public long Position { get; } = position;

    /// <summary>Notes what was read.</summary>
    public void Set(string path, object? value, long valuePosition) => values[path] = new FieldValue(value, valuePosition);

    /// <summary>Whether the member is there and not null, be it right or wrong.</summary>
    public bool Has(string path) => values.ContainsKey(path);

    /// <summary>Whether the group of fields is there, as an object.</summary>
    public bool HasGroup(string path) => Value(path) is true;

    /// <summary>The text of a field; null if it is absent or has a fault.</summary>
    public string? Text(string path) => Value(path) as string;

    /// <summary>All fields that are a text without a fault, with their paths.</summary>
    public IEnumerable<(string Path, string Text)> AllTexts()
    {
        return values.Where(entry => entry.Value.Value is string).Select(entry => (entry.Key, (string)entry.Value.Value!));
    }

    /// <summary>The texts of a list; null if it is absent or has a fault.</summary>
    public IReadOnlyList<string>? Texts(string path) => Value(path) as IReadOnlyList<string>;

    /// <summary>The date of a field; null if it is absent or has a fault.</summary>
    public DateOnly? Date(string path) => Value(path) as DateOnly?;

    /// <summary>The date of birth of a field, as far as it goes; null if it is absent or has a fault.</summary>
    public BirthDate? Birth(string path) => Value(path) switch
    {
        BirthDate born => born,
        DateOnly day => day,
        _ => null,
    };

    /// <summary>The date-time of a field; null if it is absent or has a fault.</summary>
    public DateTimeOffset? Instant(string path) => Value(path) as DateTimeOffset?;

    /// <summary>The number of a field; null if it is absent or has a fault.</summary>
    public int? Number(string path) => Value(path) as int?;

    /// <summary>The bytes of a free object as they stand in the body; null if it is absent or has a fault.</summary>
    public ReadOnlyMemory<byte>? Bytes(string path) => Value(path) as ReadOnlyMemory<byte>?;

    /// <summary>The JSON Pointer of a field. No name of the table holds a character that a pointer escapes.</summary>
    public string PointerTo(string path) => path.Length == 0 ? $"/{Index}" : $"/{Index}/{path.Replace('.', '/')}";

    /// <summary>Where a field begins; where it is absent, the group that lacks it.</summary>
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

    /// <summary>What was read of a field; null if it is absent or has a validation error.</summary>
    internal object? ValueOf(string path) => Value(path);

    private object? Value(string path) => values.TryGetValue(path, out var value) ? value.Value : null;
}

/// <summary>What was read of a field.</summary>
/// <param name="Value">A string, list of strings, date, date of birth, date-time, int or slice of the body; null where the value has a fault. Of a group of fields: whether it is an object.</param>
/// <param name="Position">Where in the body the value begins, in bytes.</param>
internal readonly record struct FieldValue(object? Value, long Position);
