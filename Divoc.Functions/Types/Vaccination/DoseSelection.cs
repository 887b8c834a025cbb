using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types.Vaccination;

/// <summary>
/// Which doses of a person to revoke, by DIVOC's rules (specification 04, section 4): all versions of each dose, of all programmes, and no
/// dose while a later one is valid.
/// </summary>
public sealed class DoseSelection
{
    // Null for all.
    private readonly IReadOnlyCollection<int>? doses;

    private DoseSelection(IReadOnlyCollection<int>? doses)
    {
        this.doses = doses;
    }

    /// <summary>Some doses, by their numbers; null for all.</summary>
    public static DoseSelection Of(IReadOnlyCollection<int>? doses) => new(doses);

    /// <summary>Reads the two members of the order.</summary>
    /// <param name="doses">Lists of integers from 1 to <see cref="VaccinationFields.MostDoses"/>, separated by commas.</param>
    /// <param name="allDoses"><c>true</c> means all doses, and overrides a list, as in DIVOC.</param>
    /// <returns>Null if a dose is not such a number, or none is named.</returns>
    public static DoseSelection? Read(IEnumerable<string?> doses, string? allDoses)
    {
        if (string.Equals(allDoses, "true", StringComparison.OrdinalIgnoreCase))
        {
            return new DoseSelection(null);
        }

        HashSet<int> found = [];
        foreach (var part in string.Join(',', doses).Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var dose)
                || dose is < 1 or > VaccinationFields.MostDoses)
            {
                return null;
            }

            found.Add(dose);
        }

        return new DoseSelection(found);
    }

    /// <summary>The versions to revoke, among a person's certificates that are not revoked.</summary>
    /// <returns>None if there is none of these doses; null if they have a gap, or leave out the highest recorded one.</returns>
    public IReadOnlyList<ListedCertificate>? Select(IReadOnlyList<ListedCertificate> certificates)
    {
        if (doses is not null && doses.Distinct().Count() != doses.Max() - doses.Min() + 1)
        {
            return null;
        }

        var onRecord = certificates.Where(version => VaccinationType.Has(version.Key)).ToList();
        var asked = onRecord.Where(version => doses is null || doses.Contains(VaccinationType.DoseOf(version.Key))).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        // A superseded version stays recorded if its replacement is revoked by its id; it does not count as a valid dose.
        var highest = onRecord.Where(version => version.IsLive()).Max(version => (int?)VaccinationType.DoseOf(version.Key));
        return asked.Max(version => VaccinationType.DoseOf(version.Key)) < highest ? null : asked;
    }
}
