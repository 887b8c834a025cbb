using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>Reads which doses are to be revoked (specification 04, section 4).</summary>
public static class DoseList
{
    /// <summary>Reads the two members of the order.</summary>
    /// <param name="doses">Lists of whole numbers from 1 to <see cref="IntakeLimits.Doses"/> with commas between.</param>
    /// <param name="allDoses">Means all doses where it is <c>true</c>; that wins over a list of some, as in DIVOC.</param>
    /// <param name="numbers">The doses; null for all.</param>
    /// <returns>False if some dose is no such number, or none is named.</returns>
    public static bool TryRead(IEnumerable<string?> doses, string? allDoses, out IReadOnlyCollection<int>? numbers)
    {
        numbers = null;
        if (string.Equals(allDoses, "true", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        HashSet<int> found = [];
        foreach (var part in string.Join(',', doses).Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var dose) || dose is < 1 or > IntakeLimits.Doses)
            {
                return false;
            }

            found.Add(dose);
        }

        numbers = found;
        return true;
    }
}
