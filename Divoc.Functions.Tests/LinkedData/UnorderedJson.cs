using System.Text.Json;

namespace Divoc.Functions.Tests.LinkedData;

/// <summary>Compares expanded documents as the suite asks: the order of an array counts only in @list and in JSON literals.</summary>
internal static class UnorderedJson
{
    public static bool AreEqual(JsonElement left, JsonElement right, bool ordered = false)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return false;
        }

        return left.ValueKind switch
        {
            JsonValueKind.Object => AreEqualObjects(left, right),
            JsonValueKind.Array when left.GetArrayLength() != right.GetArrayLength() => false,
            JsonValueKind.Array when ordered =>
                left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
            JsonValueKind.Array => AreEqualSets(left, right),
            _ => JsonElement.DeepEquals(left, right),
        };
    }

    private static bool AreEqualObjects(JsonElement left, JsonElement right)
    {
        if (left.GetPropertyCount() != right.GetPropertyCount())
        {
            return false;
        }

        return left.EnumerateObject().All(member => right.TryGetProperty(member.Name, out var other)
            && (member.NameEquals("@value")
                ? JsonElement.DeepEquals(member.Value, other)
                : AreEqual(member.Value, other, member.NameEquals("@list"))));
    }

    private static bool AreEqualSets(JsonElement left, JsonElement right)
    {
        var rest = right.EnumerateArray().ToList();
        foreach (var item in left.EnumerateArray())
        {
            var index = rest.FindIndex(other => AreEqual(item, other));
            if (index < 0)
            {
                return false;
            }

            rest.RemoveAt(index);
        }

        return true;
    }
}
