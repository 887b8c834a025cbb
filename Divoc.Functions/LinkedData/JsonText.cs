using System.Text.Json;

namespace Divoc.Functions.LinkedData;

/// <summary>Reads text out of parsed JSON; escaped lone surrogates are an error of the document.</summary>
internal static class JsonText
{
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid(exception);
        }
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid(exception);
        }
    }

    /// <summary>The members in ordinal order of their names; two of one name are an error.</summary>
    public static KeyValuePair<string, JsonElement>[] SortedMembers(JsonElement map)
    {
        var members = new KeyValuePair<string, JsonElement>[map.GetPropertyCount()];
        var count = 0;
        foreach (var member in map.EnumerateObject())
        {
            members[count++] = new(NameOf(member), member.Value);
        }

        Array.Sort(members, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        for (var index = 1; index < count; index++)
        {
            if (string.Equals(members[index].Key, members[index - 1].Key, StringComparison.Ordinal))
            {
                throw new LinkedDataException(LinkedDataError.DuplicateMember, "", $"two members are named \"{members[index].Key}\"");
            }
        }

        return members;
    }

    private static LinkedDataException Invalid(Exception exception)
    {
        return new LinkedDataException(LinkedDataError.InvalidText, "", "text with a lone surrogate", exception);
    }
}
