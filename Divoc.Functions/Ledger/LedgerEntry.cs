using Divoc.Functions.Domain;

namespace Divoc.Functions.Ledger;

/// <summary>One entry of a ledger: a certificate that was listed, or a change of its state.</summary>
/// <param name="Certificate">The certificate, as the ledger lists it now.</param>
/// <param name="Change">The change; null for its issue.</param>
public sealed record LedgerEntry(ListedCertificate Certificate, StateChange? Change)
{
    /// <summary>The revision that wrote it.</summary>
    public long Revision => Change?.Revision ?? Certificate.Revision;

    /// <summary>The order that requested it; for an issue, the certificate id.</summary>
    public string Order => Change?.Order ?? Certificate.CertificateId;

    /// <summary>What happened, in one word: <c>Issued</c> or the name of a <see cref="StateChangeKind"/>.</summary>
    public string Kind => Change?.Kind.ToString() ?? Issued;

    /// <summary>The <see cref="Kind"/> of an issue.</summary>
    public const string Issued = "Issued";
}
