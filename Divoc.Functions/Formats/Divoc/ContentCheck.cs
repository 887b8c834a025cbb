using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.LinkedData;
using static Divoc.Functions.Formats.Divoc.PresentedCredential;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// Holds the values of a credential against each other: what the signature leaves open (W1, W2; specification 02, sections 3.2 and 3.3), as far as a verifier can
/// see it without the issuer.
/// </summary>
internal static class ContentCheck
{
    private static readonly (string Earlier, string Later)[] Orders =
    [
        ("effectiveStart", "effectiveUntil"),
        ("date", "effectiveUntil"),
        ("sampleCollectionTimestamp", "resultTimestamp"),
    ];

    private static readonly string[] Dates = ["date", "effectiveStart", "effectiveUntil", "sampleCollectionTimestamp", "resultTimestamp"];

    /// <summary>What contradicts itself.</summary>
    public static IEnumerable<VerificationReason> Of(PresentedCredential credential)
    {
        if (credential.Subject.TryGetProperty("id", out var subject) && !Iri.IsWellFormed(subject.GetString()!))
        {
            yield return VerificationReasons.SubjectIdRelative with { Pointer = "/credentialSubject/id" };
        }

        if (!NamesCertificate(credential.EvidenceId, credential.CertificateId))
        {
            yield return VerificationReasons.CertificateIdMismatch with { Pointer = "/evidence/0/certificateId" };
        }

        foreach (var reason in DatesOf(credential))
        {
            yield return reason;
        }
    }

    /// <summary>
    /// Whether an evidence's id is a base URL and the certificate id. Which base URL a trusted issuer has, or had before a change of its settings, is not known
    /// here; so it is any that ends in a delimiter.
    /// </summary>
    private static bool NamesCertificate(string evidenceId, string certificateId)
    {
        return certificateId.Length > 0 && evidenceId.Length > certificateId.Length && evidenceId.EndsWith(certificateId, StringComparison.Ordinal)
            && evidenceId[^(certificateId.Length + 1)] is '/' or '?' or '=' or '#' or ':' or '&' && Iri.IsWellFormed(evidenceId);
    }

    private static IEnumerable<VerificationReason> DatesOf(PresentedCredential credential)
    {
        var unreadable = Dates.Where(name => Text(credential.Evidence, name) is { } text && !InternetTime.TryParseDay(text, out _)).Select(name => $"/evidence/0/{name}").ToList();
        if (!InternetTime.TryParseInstant(credential.IssuanceDate, out _))
        {
            unreadable.Add("/issuanceDate");
        }

        if (unreadable.Count > 0)
        {
            return unreadable.Select(place => VerificationReasons.DateUnreadable with { Pointer = place });
        }

        return Orders.Where(order => IsReversed(credential.Evidence, order.Earlier, order.Later))
            .Select(order => VerificationReasons.DateOrder with { Pointer = $"/evidence/0/{order.Earlier}" });
    }

    private static bool IsReversed(JsonElement evidence, string earlier, string later)
    {
        if (Text(evidence, earlier) is not { } first || Text(evidence, later) is not { } second)
        {
            return false;
        }

        if (InternetTime.TryParseInstant(first, out var firstInstant) && InternetTime.TryParseInstant(second, out var secondInstant))
        {
            return firstInstant > secondInstant;
        }

        // A day against an instant: time zones may set them a day apart.
        return InternetTime.TryParseDay(first, out var firstDay) && InternetTime.TryParseDay(second, out var secondDay) && firstDay.DayNumber > secondDay.DayNumber + (first.Length == second.Length ? 0 : 1);
    }
}
