using Divoc.Functions.Domain;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// Lists a certificate as the delivery of its event does, but makes no artifacts. It is repeated until it comes to its end, as the message
/// of an event is.
/// </summary>
/// <param name="title">For the schedule.</param>
/// <param name="ledger">The ledger's name.</param>
/// <param name="certificate">What is to be listed.</param>
/// <param name="accepted">The ledger at acceptance.</param>
internal sealed class ListingOrder(string title, string ledger, ListedCertificate certificate, CertificateLedger accepted)
    : LedgerOrder(title)
{
    private const long Overtaken = 0;
    private const long Barred = -1;

    private readonly int versions = accepted.CountOf(certificate.Key);
    private readonly string? replaces = accepted.LiveOf(certificate.Key)?.CertificateId;

    public override bool AnnouncesAhead => false;

    protected override async Task<string> AskAsync(LedgerProcess process)
    {
        var read = await process.Ledgers.ReadAsync(ledger, CancellationToken.None);
        if (read.Ledger.Find(certificate.CertificateId) is { } listed)
        {
            await process.Announcer.AnnounceAsync(ledger, listed.Revision - 1, CancellationToken.None);
            return "listing again";
        }

        var revision = await process.Changer.ChangeUnannouncedAsync(
            ledger, certificate.CertificateId, done => done.Find(certificate.CertificateId)!.Revision, Decide, CancellationToken.None);
        if (revision <= 0)
        {
            return revision == Overtaken ? "listing as overtaken" : "listing as barred";
        }

        ProtocolWrites.Done(ProtocolWrite.CertificateListed, certificate.CertificateId);
        await process.Announcer.AnnounceAsync(ledger, revision - 1, CancellationToken.None);
        return replaces is null ? "listing" : "update";
    }

    private LedgerDecision<long> Decide(CertificateLedger read)
    {
        if (!read.CanList(certificate.Key, versions, replaces))
        {
            return new LedgerDecision<long>.Refuse(Overtaken);
        }

        if (read.IsBarred(replaces is null ? certificate.Owner : read.Find(replaces)!.Owner))
        {
            return new LedgerDecision<long>.Refuse(Barred);
        }

        var changed = replaces is null ? read.With(certificate) : read.WithUpdate(certificate, new StateChange
        {
            Kind = StateChangeKind.Superseded,
            Order = certificate.CertificateId,
            At = certificate.IssuedAt,
            Reason = "UPDATED",
            By = "",
            ReplacedBy = certificate.CertificateId,
        });
        return new LedgerDecision<long>.Write(
            changed, written => written.Revision, replaces is null ? [] : [(replaces, StateChangeKind.Superseded)]);
    }
}
