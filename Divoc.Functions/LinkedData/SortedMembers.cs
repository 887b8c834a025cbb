using System.Buffers;
using System.Text.Json;

namespace Divoc.Functions.LinkedData;

/// <summary>The members of an object in ordinal order of their names, in a rented array that is returned when this is disposed.</summary>
internal readonly struct SortedMembers : IDisposable
{
    private readonly KeyValuePair<string, JsonElement>[] rented;
    private readonly int count;

    private SortedMembers(KeyValuePair<string, JsonElement>[] rented, int count)
    {
        this.rented = rented;
        this.count = count;
    }

    public ReadOnlySpan<KeyValuePair<string, JsonElement>> Span => rented.AsSpan(0, count);

    /// <summary>Sorts them; duplicate names are an error.</summary>
    /// <param name="map">An object.</param>
    /// <param name="names">Names that it may have.</param>
    public static SortedMembers Of(JsonElement map, KnownTexts? names = null)
    {
        var count = map.GetPropertyCount();
        var rented = ArrayPool<KeyValuePair<string, JsonElement>>.Shared.Rent(count);
        var next = 0;
        foreach (var member in map.EnumerateObject())
        {
            rented[next++] = new(names?.NameOf(member) ?? member.Name, member.Value);
        }

        var members = new SortedMembers(rented, count);
        rented.AsSpan(0, count).Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        members.RequireUnique();
        return members;
    }

    public Dictionary<string, JsonElement> ToDictionary()
    {
        var dictionary = new Dictionary<string, JsonElement>(count, StringComparer.Ordinal);
        foreach (var (name, value) in Span)
        {
            dictionary.Add(name, value);
        }

        return dictionary;
    }

    public void Dispose() => ArrayPool<KeyValuePair<string, JsonElement>>.Shared.Return(rented, clearArray: true);

    private void RequireUnique()
    {
        for (var index = 1; index < count; index++)
        {
            if (string.Equals(rented[index].Key, rented[index - 1].Key, StringComparison.Ordinal))
            {
                throw new LinkedDataException(LinkedDataError.DuplicateMember, "", $"two members are named \"{rented[index].Key}\"");
            }
        }
    }
}
