using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Divoc.Functions.LinkedData;

/// <summary>
/// The members of an object in the order of RFC 8785 section 3.2.3, by UTF-16 code units, in a rented array that is returned when this is
/// disposed.
/// </summary>
internal readonly struct CanonicalMembers : IDisposable
{
    private readonly JsonProperty[] rented;
    private readonly int count;

    private CanonicalMembers(JsonProperty[] rented, int count)
    {
        this.rented = rented;
        this.count = count;
    }

    public ReadOnlySpan<JsonProperty> Span => rented.AsSpan(0, count);

    /// <summary>Sorts them; duplicate names are an error.</summary>
    public static CanonicalMembers Of(JsonElement map)
    {
        var count = map.GetPropertyCount();
        var rented = ArrayPool<JsonProperty>.Shared.Rent(count);
        var next = 0;
        foreach (var member in map.EnumerateObject())
        {
            rented[next++] = member;
        }

        rented.AsSpan(0, count).Sort(Compare);
        var members = new CanonicalMembers(rented, count);
        members.RequireUnique();
        return members;
    }

    public void Dispose() => ArrayPool<JsonProperty>.Shared.Return(rented, clearArray: true);

    private void RequireUnique()
    {
        for (var index = 1; index < count; index++)
        {
            if (Compare(rented[index - 1], rented[index]) == 0)
            {
                throw new LinkedDataException(LinkedDataError.DuplicateMember, "", $"two members are named \"{rented[index].Name}\"");
            }
        }
    }

    /// <summary>Compares the bytes as they are written, unless there are escapes.</summary>
    private static int Compare(JsonProperty left, JsonProperty right)
    {
        var one = JsonMarshal.GetRawUtf8PropertyName(left);
        var other = JsonMarshal.GetRawUtf8PropertyName(right);
        return one.Contains((byte)'\\') || other.Contains((byte)'\\')
            ? string.CompareOrdinal(left.Name, right.Name)
            : Utf16Order.Compare(one, other);
    }
}
