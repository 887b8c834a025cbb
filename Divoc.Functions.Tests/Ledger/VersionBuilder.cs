using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Ledger;

/// <summary>Makes listed certificates and what can happen to them.</summary>
internal static class VersionBuilder
{
    public static DateTimeOffset IssuedAt { get; } = new(2024, 3, 1, 9, 30, 0, TimeSpan.Zero);

    public static ListedCertificate Version(int dose = 1, CertificateKey? key = null) => new()
    {
        Key = key ?? VaccinationType.KeyOf("covid-2024", dose),
        TypeVersion = 1,
        CertificateId = RandomId.New(),
        IssuedAt = IssuedAt,
        Kid = "kid",
        TemplateVersion = "vaccination/1",
        Hashes = new ArtifactHashes(
            ("credential.json", new string('a', 64)),
            ("qr.png", new string('b', 64)),
            ("certificate.pdf", new string('c', 64)),
            ("claims.json", new string('d', 64))),
        BindingHash = new string('e', 64),
        Facts = Facts(IssuedAt),
    };

    public static EventFacts Facts(DateTimeOffset date, string vaccine = "Covishield", string batch = "B-77", string country = "UTO")
    {
        return new EventFacts(
            JsonSerializer.SerializeToElement(new { date = InternetTime.Format(date), vaccine, batch, totalDoses = 2, country }));
    }

    /// <summary>A change on a day after the first of March.</summary>
    public static StateChange Change(StateChangeKind kind, int day = 1, string? replacedBy = null) => new()
    {
        Kind = kind,
        At = Day(day),
        Reason = kind.ToString().ToUpperInvariant(),
        Text = "as told",
        By = "",
        ReplacedBy = replacedBy,
    };

    public static StateChange Suspension(int from, int? until) =>
        Change(StateChangeKind.Suspended) with { From = Day(from), Until = until is { } end ? Day(end) : null };

    public static DateTimeOffset Day(int number) => IssuedAt.AddDays(number);
}
