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

    /// <summary>An Idempotency-Key that is no longer remembered is deleted. The name of its record stands for an id.</summary>
    IdempotencyKeyForgotten,

    /// <summary>A request that is kept for long enough is deleted, and before that its entry among those of its owner.</summary>
    RequestExpired,

    /// <summary>A request is deleted again, since another call was first with its Idempotency-Key.</summary>
    RequestDropped,

    /// <summary>The request is entered among those of its owner; nothing is queued.</summary>
    RequestEntered,

    /// <summary>It is noted that an update was accepted; its request is stored, and it is not queued.</summary>
    UpdateNoted,

    /// <summary>All events of the request are in the queue; the caller has no answer yet.</summary>
    EventsQueued,

    /// <summary>The public half of a key is remembered, and nothing that it signed is stored; or it is noted that the key is gone for good. Its kid stands for an id.</summary>
    KeyRemembered,

    /// <summary>The secret that names cards in revocation lists is made; no card has such a name yet.</summary>
    CardSecretMade,

    /// <summary>It is noted what the name of a card in revocation lists stands for, or before that, that a key signs cards; the card is not handed out. That name, or the kid, stands for an id.</summary>
    CardNoted,

    /// <summary>It is registered which cards of a name are revoked; the message of the change is not completed, or the card is not handed out. That name stands for an id.</summary>
    CardRevoked,

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

    /// <summary>
    /// The ledger has a revocation, suspension, reinstatement, erasure or release, or only lifts the bar of an owner, and then its name stands for an id; the caller
    /// has no answer yet.
    /// </summary>
    StateChanged,

    /// <summary>It is noted that a certificate is about to be erased; its ledger is unchanged.</summary>
    ErasureNoted,

    /// <summary>An order of an operator is entered, and nothing of it is carried out; or its counts are added, and the operator has no answer. The record's id stands for an id.</summary>
    OrderAudited,

    /// <summary>The artifacts of an erased certificate are deleted; the caller has no answer yet.</summary>
    ArtifactsErased,

    /// <summary>A message that announces a change of a ledger is in the queue; the ledger is not changed yet, or the caller has no answer.</summary>
    ChangeAnnounced,

    /// <summary>An event is in the topic, or in the queue of webhooks; the message of the change is not completed.</summary>
    EventSent,

    /// <summary>A write that may still be under way is shut out: the ledger has one more revision and nothing else.</summary>
    LedgerFenced,

    /// <summary>What the world may know of a certificate's state is stored; the message of the change is not completed.</summary>
    StatusStored,

    /// <summary>A signed list of certificates that are not valid is published: of all, or a shard; or the index of shards.</summary>
    StatusPublished,

    /// <summary>The shards of the status have more hex digits from now on.</summary>
    StatusLengthened,

    /// <summary>The status of a certificate that expired long ago is deleted, or a shard of a former length. Its hash or prefix stands for an id.</summary>
    StatusSwept,

    /// <summary>A part of an uploaded file is stored; no upload knows of it.</summary>
    UploadPartStored,

    /// <summary>The list of an owner names an upload; that is not stored, or is of an earlier run.</summary>
    UploadListed,

    /// <summary>An upload is stored; nobody has been asked to go on with it.</summary>
    UploadStored,

    /// <summary>The message that asks for the next step of an upload is in the queue; the one before is not completed, or the caller has no answer.</summary>
    UploadStepQueued,

    /// <summary>It is decided which rows of a chunk are accepted; their events are not, or were refused.</summary>
    UploadChunkDecided,

    /// <summary>The chunk names the request that has accepted its events; the upload stands before the chunk.</summary>
    UploadChunkAccepted,

    /// <summary>The chunk names the rows whose events have failed; their outcomes are not counted.</summary>
    UploadChunkSettled,

    /// <summary>The upload stands behind a chunk; nobody has been asked to go on with it.</summary>
    UploadAdvanced,

    /// <summary>The outcomes of a chunk are counted; nobody has been asked to go on with the upload.</summary>
    UploadSettled,

    /// <summary>The upload is finished, or given up; its message is not completed.</summary>
    UploadFinished,

    /// <summary>What belongs to an uploaded file is deleted: the file once it was read to its end or came twice; all that is left once it is old.</summary>
    UploadRemoved,

    /// <summary>What an instance has done in the last hour is written down. The instance stands for an id.</summary>
    ActivityStored,

    /// <summary>What an instance has done that is gone is deleted. The instance stands for an id.</summary>
    ActivityRemoved,
}
