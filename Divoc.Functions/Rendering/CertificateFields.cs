using static Divoc.Functions.Rendering.CredentialFacts;

namespace Divoc.Functions.Rendering;

/// <summary>The certificate's own facts, the same on every page.</summary>
internal static class CertificateFields
{
    /// <summary>How to check a certificate.</summary>
    public const string Verification =
        "Scan the QR code with a verifier app that holds the issuer's public key. The code carries the whole signed certificate, "
        + "with name, identity number and address in clear text; a change to it breaks the signature. What counts is the result of the check, not this print.";

    /// <summary>Id, issuer and date of issue.</summary>
    public static IReadOnlyList<PageField> Of(CredentialFacts facts, PageDates dates)
    {
        var fields = new List<PageField>
        {
            new("Certificate ID", Text(facts.Evidence, "certificateId"), FieldRank.Primary),
            new("Issued by", facts.Issuer, FieldRank.Primary),
            new("Issued on", dates.Date(facts.IssuanceDate), FieldRank.Primary),
        };
        fields.RemoveAll(field => field.Value.Length == 0);
        return fields;
    }

    /// <summary>When it was signed; without a readable time the beginning of Unix time, since the clock would make equal input give other bytes.</summary>
    public static DateTimeOffset Issued(CredentialFacts facts)
    {
        return PageDates.TryParse(facts.IssuanceDate, out var issued) ? issued : DateTimeOffset.UnixEpoch;
    }
}
