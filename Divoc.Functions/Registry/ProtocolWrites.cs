using System.Diagnostics;

namespace Divoc.Functions.Registry;

/// <summary>
/// Tells whoever listens that a named write is done. The listener's name is <c>Divoc.Functions.Writes</c>, the event's name is that of the
/// <see cref="ProtocolWrite"/>, its payload the certificate id, request id or kid.
/// </summary>
public static class ProtocolWrites
{
    private static readonly DiagnosticListener Listener = new("Divoc.Functions.Writes");

    /// <summary>Says that a write is done.</summary>
    public static void Done(ProtocolWrite write, string id)
    {
        if (Listener.IsEnabled())
        {
            Listener.Write(write.ToString(), id);
        }
    }
}

/// <summary>The writes that an event's way consists of, each named, so that a test can stop the world right after any of them.</summary>
public enum ProtocolWrite
{
    /// <summary>What a partner sent is added to what all instances know of it; the call that came with it has stored nothing. The partner stands for an id.</summary>
    UsageShared,

    /// <summary>The request is stored; nothing is queued.</summary>
    RequestStored,

    /// <summary>The Idempotency-Key points to the request.</summary>
    IdempotencyKeyClaimed,

    /// <summary>A request is deleted again, since another call was first with its Idempotency-Key.</summary>
    RequestDropped,

    /// <summary>It is noted that an update was accepted; its request is stored, and it is not queued.</summary>
    UpdateNoted,

    /// <summary>All events of the request are in the queue; the caller has no answer yet.</summary>
    EventsQueued,

    /// <summary>The public half of a key is remembered, and nothing that it signed is stored; or it is noted that the key is gone for good. Its kid stands for an id.</summary>
    KeyRemembered,

    /// <summary>Credential, QR image and page are stored; the ledger does not list them.</summary>
    ArtifactsStored,

    /// <summary>The ledger lists the certificate; the message is not completed.</summary>
    CertificateListed,

    /// <summary>The failure is recorded; the message is not set aside.</summary>
    FailureRecorded,

    /// <summary>The failure record of an event is removed: of one that is being replayed, whose copy is not sent; or of one that was overtaken, whose message is not completed.</summary>
    FailureRemoved,

    /// <summary>The copy of an event that was set aside is in the queue; the message that was set aside still lies there too.</summary>
    EventReplayed,

    /// <summary>The ledger bars the certificate of an event that failed and is discarded; its record, its artifacts and its message are as they were.</summary>
    EventDiscarded,

    /// <summary>What can never be listed, or is erased, is deleted; the message is not completed.</summary>
    ArtifactsDeleted,

    /// <summary>It is noted that a certificate is about to be revoked, suspended or superseded; its ledger is unchanged.</summary>
    ChangeNoted,

    /// <summary>
    /// The ledger has a revocation, suspension, reinstatement, erasure or release, or only lifts the bar of an owner, and then its name stands for an id; the caller
    /// has no answer yet.
    /// </summary>
    StateChanged,

    /// <summary>It is noted that a certificate is about to be erased; its ledger is unchanged.</summary>
    ErasureNoted,

    /// <summary>The artifacts of an erased certificate are deleted; the caller has no answer yet.</summary>
    ArtifactsErased,

    /// <summary>A message that announces a change of a ledger is in the queue; the ledger is not changed yet, or the caller has no answer.</summary>
    ChangeAnnounced,

    /// <summary>A write that may still be under way is shut out: the ledger has one more revision and nothing else.</summary>
    LedgerFenced,

    /// <summary>What the world may know of a certificate's state is stored; the message of the change is not completed.</summary>
    StatusStored,

    /// <summary>What an instance has done in the last hour is written down. The instance stands for an id.</summary>
    ActivityStored,

    /// <summary>What an instance has done that is gone is deleted. The instance stands for an id.</summary>
    ActivityRemoved,

    /// <summary>The signed list of revocations is published.</summary>
    RevocationsPublished,
}
