namespace Divoc.Functions.Registry;

/// <summary>All certificates of one preEnrollmentCode: one document, changed only by conditional writes.</summary>
public sealed record Enrollment
{
    /// <summary>No document holds more versions.</summary>
    public const int MaximumVersions = 200;

    /// <summary>An enrollment that lists nothing.</summary>
    public static Enrollment Empty { get; } = new() { Versions = [] };

    /// <summary>The versions in the order in which they were listed.</summary>
    public required IReadOnlyList<CertificateVersion> Versions { get; init; }

    /// <summary>Whether no version can be added any more.</summary>
    public bool IsFull() => Versions.Count >= MaximumVersions;

    /// <summary>How many versions a key has.</summary>
    public int CountOf(CertificateKey key) => Versions.Count(version => version.Key == key);

    /// <summary>The live version of a key, or null.</summary>
    public CertificateVersion? LiveOf(CertificateKey key) => Versions.LastOrDefault(version => version.Key == key);

    /// <summary>The version with a certificate id, or null.</summary>
    public CertificateVersion? Find(string certificateId)
    {
        return Versions.FirstOrDefault(version => string.Equals(version.CertificateId, certificateId, StringComparison.Ordinal));
    }

    /// <summary>
    /// The version that DIVOC calls the latest (specification 03, section 3.1): of vaccinations the highest dose and of that the newest; of tests the newest.
    /// </summary>
    public CertificateVersion? Latest(CertificateKind kind)
    {
        return Versions.Where(version => version.Key.Kind == kind)
            .OrderBy(version => version.Key.Dose ?? 0)
            .ThenBy(version => version.IssuedAt)
            .LastOrDefault();
    }

    /// <summary>This enrollment with one more version.</summary>
    public Enrollment With(CertificateVersion version) => this with { Versions = [.. Versions, version] };
}
