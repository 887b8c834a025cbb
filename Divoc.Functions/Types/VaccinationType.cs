using System.Globalization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>Doses of a vaccine. Their keys are <c>dose:1</c>, <c>dose:2</c> and so on, within a programme.</summary>
public static class VaccinationType
{
    /// <summary>The name that stands in keys and messages.</summary>
    public const string Name = "vaccination";

    /// <summary>The version of its definition.</summary>
    public const int Version = 1;

    private const string DoseText = "dose:";

    /// <summary>The key of a dose.</summary>
    public static CertificateKey KeyOf(string programme, int dose) => new(Name, programme, string.Create(CultureInfo.InvariantCulture, $"{DoseText}{dose}"));

    /// <summary>Whether a key is one of this type.</summary>
    public static bool Has(CertificateKey key) => key.Type == Name;

    /// <summary>The number of the dose that a key of this type stands for.</summary>
    public static int DoseOf(CertificateKey key) => DoseOf(key.Text);

    /// <summary>The number of the dose in the text of a key of this type.</summary>
    public static int DoseOf(string keyText) => int.Parse(keyText.AsSpan(DoseText.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// The version that DIVOC calls the latest (specification 03, section 3.1): the highest dose, and of that the newest. Only live ones count, and only
    /// those whose artifacts were not erased.
    /// </summary>
    public static ListedCertificate? Latest(IEnumerable<ListedCertificate> versions)
    {
        return versions.Where(version => Has(version.Key) && version.IsLive() && !version.IsErased())
            .OrderBy(version => DoseOf(version.Key))
            .ThenBy(version => version.IssuedAt)
            .LastOrDefault();
    }
}
