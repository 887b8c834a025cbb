using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Operations;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Registry;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Api.Descriptions;

/// <summary>Describes <see cref="OperatorFunctions"/>, <see cref="AuditFunctions"/> and <see cref="BackupFunctions"/>.</summary>
internal sealed class OperatorDescriptions : ApiDescriptions
{
    private static readonly ApiGroup Group = ApiGroup.Operations;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        new(
            "ListKeys",
            Group,
            "The signing keys",
            "First the current keys, then the other keys that exist, then keys that have signed and are gone.")
        {
            Answers = [new(200, "The keys.", ApiContent.Of(AnswerJson.Readable.KeysBody))],
        },
        new(
            "RetireKey",
            Group,
            "Record that a signing key is permanently lost",
            "After this the service works without the key. What the key signed is verified as before.")
        {
            Parameters =
            [
                ApiParameters.Path(
                    "kid",
                    "The id of the key, from the list of keys.",
                    ApiParameters.Text(1, 64),
                    "lJGZ3lYTvP0wY8Vb0o8Zyq4mPp6pZr2u5x1kq7ZrL6M"),
            ],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(["reason"], ("reason", "Why, in one line.", ApiParameters.Text(1, KeyOperations.LongestReason))),
                    new JsonObject { ["reason"] = "the vault was deleted" })),
            Answers = [new(200, "It is recorded.", ApiContent.Of(AnswerJson.Readable.RetiredKeyBody))],
            Problems = new Dictionary<int, string[]>
            {
                [400] = SharedDescriptions.OfOrders(),
                [404] = ["NOT_FOUND"],
                [409] = ["KEY_IS_THERE"],
                [413] = ["PAYLOAD_TOO_LARGE"],
            },
        },
        new(
            "RebuildStatus",
            Group,
            "Rebuild the register of certificates that are not valid",
            "It is rebuilt from the ledgers, one part at each call: send `next` as `from`, until there is no `next`. This is needed "
            + "after a backup was restored.")
        {
            Parameters = [ApiParameters.From],
            Answers = [new(200, "The result of this part.", ApiContent.Of(AnswerJson.Readable.RebuiltBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["FROM"] },
        },
        new(
            "ShowAudit",
            Group,
            "The orders of operators",
            "Newest first. For the next page send `next` as `from`, until there is no `next`.")
        {
            Parameters = [ApiParameters.From],
            Answers = [new(200, "A page of orders.", ApiContent.Of(AnswerJson.Readable.AuditBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["FROM"] },
        },
        new(
            "BackUp",
            Group,
            "A backup of store, queue and keys",
            "One archive with the state at one moment. Only for a service whose data are in its data directory. **The archive contains "
            + "the private keys.**")
        {
            Answers = [new(200, "The archive.", ApiContent.Bytes(BackupArchive.ContentType)) { Headers = ["Content-Disposition"] }],
            Problems = new Dictionary<int, string[]> { [409] = ["NO_BACKUP_HERE", "BACKUP_RUNNING"] },
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<TypeDescription> Types =>
    [
        new(typeof(KeysBody), "The signing keys.", ("keys", "The keys, the current ones first.")),
        new(
            typeof(KnownKey),
            "A signing key.",
            ("kid", "Its id."),
            ("algorithm", "The signature algorithm, such as `PS256`."),
            ("purposes", "What it may sign; empty if it may sign everything."),
            ("published", "Whether the key exists and is published."),
            ("signedSince", "When it first signed; absent if it has not signed."),
            ("retiredAt", "When an operator recorded that it is gone; absent if nobody did."),
            ("certificateUntil", "When its X.509 certificate ends; absent if it has none.")),
        new(typeof(RetiredKeyBody), "A key that is retired.", ("kid", "Its id."), ("retiredAt", "When it was retired.")),
        new(
            typeof(RebuiltBody),
            "The result of one part of a rebuild.",
            ("ledgers", "The number of ledgers that were read."),
            ("statuses", "The number of documents that were written."),
            ("next", "Send it as `from` for the next part; absent after the last part.")),
        new(
            typeof(AuditBody),
            "A page of the orders of operators.",
            ("orders", "The orders, newest first."),
            ("next", "Send it as `from` to get the next page; absent on the last page.")),
        new(
            typeof(AuditedOrderBody),
            "An order.",
            ("at", "When it was given."),
            ("name", "The operator who gave it."),
            ("order", "What was ordered."),
            ("reason", "Why, if the reason is a word."),
            ("counts", "What was done, as numbers by name; absent for an order that was interrupted or failed.")),
        new(
            typeof(OperatorOrder),
            "What was ordered.",
            ("REPLAY_FAILURES", "failed events are tried again"),
            ("DISCARD_FAILURES", "failed events are discarded"),
            ("RELEASE_OWNER", "a partner is released from a ledger"),
            ("ADMIT_OWNER", "a partner is admitted to a ledger again"),
            ("RETIRE_KEY", "it is recorded that a signing key is permanently lost"),
            ("REBUILD_STATUS", "the register of certificates that are not valid is rebuilt"),
            ("BACK_UP", "store, queue and keys are copied"),
            ("RESTORE", "a backup is put into a data directory"),
            ("REQUEST_CERTIFICATE", "a request for the certificate of a signing key is made"),
            ("CERTIFY_KEY", "a self-signed certificate of a signing key is made")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem(
            "KEY_IS_THERE",
            "The key still exists and may sign.",
            "Only a key that is gone can be retired: first remove its file, or its address from the settings, and restart the service."),
        Problem("NO_BACKUP_HERE", "Some or all of the data are in Azure's services.", "Use the backups of these services."),
        Problem("BACKUP_RUNNING", "Another backup is being made.", "Wait until it is finished, then send the call again."),
    ];
}
