using System.Text.Json;

namespace Divoc.Functions.LinkedData.JsonLd;

/// <summary>A term as a local context writes it: text and null are short for an object with only @id.</summary>
internal readonly struct TermSource(string term, Dictionary<string, JsonElement>? members, bool isSimple, JsonElement value)
{
    public string Term { get; } = term;

    /// <summary>Whether it is defined by a text.</summary>
    public bool IsSimple { get; } = isSimple;

    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    public bool TryGet(string keyword, out JsonElement found)
    {
        if (members is not null)
        {
            return members.TryGetValue(keyword, out found);
        }

        found = value;
        return keyword == Keyword.Id;
    }

    public bool Has(string keyword) => members is not null ? members.ContainsKey(keyword) : keyword == Keyword.Id;

    public bool HasOtherThan(params ReadOnlySpan<string> known)
    {
        if (members is null)
        {
            return false;
        }

        foreach (var name in members.Keys)
        {
            if (!known.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
