using System.Diagnostics;

namespace Divoc.Functions.Registry;

/// <summary>
/// Notifies listeners that a named write is done. The listener's name is <c>Divoc.Functions.Writes</c>, the event's name is that of the
/// <see cref="ProtocolWrite"/>, its payload the certificate id, request id or kid.
/// </summary>
public static class ProtocolWrites
{
    private static readonly DiagnosticListener Listener = new("Divoc.Functions.Writes");

    /// <summary>Reports that a write is done.</summary>
    public static void Done(ProtocolWrite write, string id)
    {
        if (Listener.IsEnabled())
        {
            Listener.Write(write.ToString(), id);
        }
    }
}

/// <summary>All named writes in the processing of an event, so that a test can stop the program right after any of them.</summary>
public enum ProtocolWrite
{
    /// <summary>
    /// The events of a partner are added to the counts of all instances; their call has stored nothing. The id is the partner.
    /// </summary>
    UsageShared,

    /// <summary>The request is stored; nothing is queued.</summary>
    RequestStored,

    /// <summary>The Idempotency-Key points to the request.</summary>
    IdempotencyKeyClaimed,

    /// <summary>An Idempotency-Key that is no longer remembered is deleted. The id is the name of its record.</summary>
    IdempotencyKeyForgotten,

    /// <summary>An old request is deleted, and before that its entry in the owner's list.</summary>
    RequestExpired,

    /// <summary>A request is deleted again, because another call was first with its Idempotency-Key.</summary>
    RequestDropped,

    /// <summary>The request is in the list of its owner; nothing is queued.</summary>
    RequestEntered,

    /// <summary>It is noted that an update was accepted; its request is stored, and it is not queued.</summary>
    UpdateNoted,

    /// <summary>All events of the request are in the queue; the caller has no answer yet.</summary>
    EventsQueued,

    /// <summary>
    /// The public half of a key is remembered, and nothing that it signed is stored; or it is noted that the key is lost for good. The id
    /// is its kid.
    /// </summary>
    KeyRemembered,

    /// <summary>The secret that makes the names of cards in revocation lists exists; no card has such a name yet.</summary>
    CardSecretMade,

    /// <summary>
    /// The meaning of a card's name in revocation lists is stored, or before that, the note that a key signs cards; the card is not
    /// returned. The id is that name, or the kid.
    /// </summary>
    CardNoted,

    /// <summary>
    /// The register has the revoked cards with a name; the message of the change is not completed, or the card is not returned. The id is
    /// that name.
    /// </summary>
    CardRevoked,

    /// <summary>Credential, QR image and page are stored; the ledger does not list them.</summary>
    ArtifactsStored,

    /// <summary>The ledger lists the certificate; the message is not completed.</summary>
    CertificateListed,

    /// <summary>The failure is recorded; the message is not dead-lettered.</summary>
    FailureRecorded,

    /// <summary>
    /// The failure record of an event is removed: the event is being replayed, and its copy is not sent; or it was overtaken, and its
    /// message is not completed.
    /// </summary>
    FailureRemoved,

    /// <summary>The copy of a dead-lettered event is in the queue; the dead-lettered message is still there too.</summary>
    EventReplayed,

    /// <summary>
    /// The ledger blocks the certificate of a failed event that is discarded; its record, its artifacts and its message are unchanged.
    /// </summary>
    EventDiscarded,

    /// <summary>Artifacts that can never be listed, or are erased, are deleted; the message is not completed.</summary>
    ArtifactsDeleted,

    /// <summary>
    /// The ledger has a revocation, suspension, reinstatement, erasure or release; or it only lifts the block of an owner, and then the id
    /// is the ledger's name. The caller has no answer yet.
    /// </summary>
    StateChanged,

    /// <summary>It is noted that a certificate will be erased; its ledger is unchanged.</summary>
    ErasureNoted,

    /// <summary>
    /// An order of an operator is recorded, and nothing of it is carried out; or its counts are added, and the operator has no answer. The
    /// id is the record's id.
    /// </summary>
    OrderAudited,

    /// <summary>The artifacts of an erased certificate are deleted; the caller has no answer yet.</summary>
    ArtifactsErased,

    /// <summary>
    /// A message that announces a change of a ledger is in the queue; the ledger is not changed yet, or the caller has no answer.
    /// </summary>
    ChangeAnnounced,

    /// <summary>An event is in the topic, or in the queue of webhooks; the message of the change is not completed.</summary>
    EventSent,

    /// <summary>A write that may still be in progress is prevented: the ledger has one more revision and no other change.</summary>
    LedgerFenced,

    /// <summary>The public status of a certificate is stored; the message of the change is not completed.</summary>
    StatusStored,

    /// <summary>A signed list of certificates that are not valid is published: the full list, or a shard; or the index of shards.</summary>
    StatusPublished,

    /// <summary>From now on, the shards of the status have more hex digits.</summary>
    StatusLengthened,

    /// <summary>
    /// The status of a certificate that expired long ago is deleted, or a shard with a former length. The id is its hash or prefix.
    /// </summary>
    StatusSwept,

    /// <summary>A part of an uploaded file is stored; no upload knows of it.</summary>
    UploadPartStored,

    /// <summary>The list of an owner names an upload; the upload is not stored, or is from an earlier run.</summary>
    UploadListed,

    /// <summary>An upload is stored; no message requests its next step.</summary>
    UploadStored,

    /// <summary>
    /// The message that requests the next step of an upload is in the queue; the one before is not completed, or the caller has no answer.
    /// </summary>
    UploadStepQueued,

    /// <summary>It is decided which rows of a chunk are accepted; their events are not accepted yet, or were refused.</summary>
    UploadChunkDecided,

    /// <summary>The chunk names the request that has accepted its events; the upload's position is before the chunk.</summary>
    UploadChunkAccepted,

    /// <summary>The chunk names the rows whose events have failed; their outcomes are not counted.</summary>
    UploadChunkSettled,

    /// <summary>The upload's position is after a chunk; no message requests its next step.</summary>
    UploadAdvanced,

    /// <summary>The outcomes of a chunk are counted; no message requests the upload's next step.</summary>
    UploadSettled,

    /// <summary>The upload is finished, or given up; its message is not completed.</summary>
    UploadFinished,

    /// <summary>
    /// The data of an uploaded file are deleted: the file when it was read to its end or was sent twice; everything else when it is old.
    /// </summary>
    UploadRemoved,

    /// <summary>The activity of an instance in the last hour is stored. The id is the instance.</summary>
    ActivityStored,

    /// <summary>The activity of an instance that no longer runs is deleted. The id is the instance.</summary>
    ActivityRemoved,
}
