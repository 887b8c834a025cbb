using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Intake;

/// <summary>
/// Warns about members of events that are not fields, such as a misspelt one whose value would be missing on the certificate: once for each
/// name, however many events have it. Names come from the caller, so their length in the warning is limited; values are never shown.
/// </summary>
internal sealed class UnknownMembers(JsonProblems warnings)
{
    /// <summary>Names that one answer lists; a last warning says that there are more.</summary>
    public const int MostNames = 20;

    /// <summary>Characters of a name that is listed; for a longer name, only its place is given.</summary>
    public const int LongestName = 64;

    private readonly HashSet<(string Group, string Name)> known = [];

    /// <summary>Notes a member.</summary>
    /// <param name="position">Its position in the body, in bytes.</param>
    /// <param name="group">The path of its object; empty for the event itself.</param>
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
                    $"There are more than {MostNames} unknown member names; only the first {MostNames} are listed."));
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
