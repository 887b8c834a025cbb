using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Intake;

/// <summary>
/// Warns of members of events that no field has the name of, such as a misspelt one whose value would be missed on the certificate: of each name once, however
/// many events have it. A name is the caller's, so what is told of it is bounded; a value is never told.
/// </summary>
internal sealed class UnknownMembers(JsonProblems warnings)
{
    /// <summary>Names that one answer lists; a last warning says that there are more.</summary>
    public const int MostNames = 20;

    /// <summary>Characters of a name that is listed; of a longer one only where it is.</summary>
    public const int LongestName = 64;

    private readonly HashSet<(string Group, string Name)> known = [];

    /// <summary>Notes a member.</summary>
    /// <param name="position">Where in the body it begins, in bytes.</param>
    /// <param name="group">The path of the object that it lies in; empty for the event itself.</param>
    /// <param name="name">Its name.</param>
    /// <param name="place">The pointer to that object.</param>
    public void Add(long position, string group, string name, JsonPointer place)
    {
        var isLong = name.Length > LongestName;
        if (known.Count > MostNames || !known.Add((group, isLong ? "" : name)))
        {
            return;
        }

        if (known.Count > MostNames)
        {
            warnings.Add(
                position,
                new Fault(
                    "",
                    FaultCodes.UnknownMember,
                    $"There are unknown members with more than {MostNames} names; the other names are not listed."));
            return;
        }

        var holder = group.Length == 0 ? "An event" : group;
        var pointer = isLong ? place.ToString() : $"{place}/{JsonPointer.Escape(name)}";
        var what = isLong ? $"a member whose name has more than {LongestName} characters" : "such a member";
        warnings.Add(
            position,
            new Fault(
                pointer,
                FaultCodes.UnknownMember,
                $"{holder} has no field for {what}: it was ignored everywhere in the request. Check the spelling of its name."));
    }
}
