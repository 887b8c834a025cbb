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
        new("ListKeys", Group, "The signing keys", "Those that are there, the current ones first, then those that signed and are gone.")
        {
            Answers = [new(200, "The keys.", ApiContent.Of(AnswerJson.Readable.KeysBody))],
        },
        new("RetireKey", Group, "Record that a signing key is gone for good", "Then its absence no longer stops the service. What it signed is verified as before.")
        {
            Parameters = [ApiParameters.Path("kid", "The id of the key, as the list of keys has it.", ApiParameters.Text(1, 64), "lJGZ3lYTvP0wY8Vb0o8Zyq4mPp6pZr2u5x1kq7ZrL6M")],
            Body = new(
                $"At most {ChangeOrderReader.BodyBytes / 1024} KiB.",
                ApiContent.Of(
                    ApiParameters.Order(["reason"], ("reason", "Why, in one line.", ApiParameters.Text(1, KeyOperations.LongestReason))),
                    new JsonObject { ["reason"] = "the vault was deleted" })),
            Answers = [new(200, "It is recorded.", ApiContent.Of(AnswerJson.Readable.RetiredKeyBody))],
            Problems = new Dictionary<int, string[]> { [400] = SharedDescriptions.OfOrders(), [404] = ["NOT_FOUND"], [409] = ["KEY_IS_THERE"], [413] = ["PAYLOAD_TOO_LARGE"] },
        },
        new("RebuildStatus", Group, "Write the register of certificates that are not valid anew", "From the ledgers, a part at each call: go on with `from` as long as there is a `next`. Needed after a backup was restored.")
        {
            Parameters = [ApiParameters.From],
            Answers = [new(200, "What this part did.", ApiContent.Of(AnswerJson.Readable.RebuiltBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["FROM"] },
        },
        new("ShowAudit", Group, "What operators have ordered", "The newest first. Go on with `from` as long as there is a `next`.")
        {
            Parameters = [ApiParameters.From],
            Answers = [new(200, "A page of orders.", ApiContent.Of(AnswerJson.Readable.AuditBody))],
            Problems = new Dictionary<int, string[]> { [400] = ["FROM"] },
        },
        new("BackUp", Group, "A backup of store, queue and keys", "As they are at one moment, in one archive, where they lie in the data directory. **It holds the private keys.**")
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
            ("algorithm", "What it signs with, such as `PS256`."),
            ("purposes", "What it is named for; empty for every purpose."),
            ("published", "Whether it is there."),
            ("signedSince", "When it was first about to sign; absent if it has not signed."),
            ("retiredAt", "When an operator said that it is gone; absent if nobody did."),
            ("certificateUntil", "When its X.509 certificate ends; absent if it has none.")),
        new(typeof(RetiredKeyBody), "A key that is retired.", ("kid", "Its id."), ("retiredAt", "Since when.")),
        new(
            typeof(RebuiltBody),
            "What a part of a rebuild did.",
            ("ledgers", "How many ledgers were read."),
            ("statuses", "How many documents were written."),
            ("next", "The value of `from` that goes on; absent after the last part.")),
        new(typeof(AuditBody), "What operators have ordered.", ("orders", "The orders, the newest first."), ("next", "The value of `from` that goes on; absent when nothing is left.")),
        new(
            typeof(AuditedOrderBody),
            "An order.",
            ("at", "When it was given."),
            ("name", "The operator who gave it."),
            ("order", "What was ordered."),
            ("reason", "Why, where that is a word."),
            ("counts", "How much of what was done; absent for one that was cut off or has failed.")),
        new(
            typeof(OperatorOrder),
            "What was ordered.",
            ("REPLAY_FAILURES", "failed events are tried again"),
            ("DISCARD_FAILURES", "failed events are discarded"),
            ("RELEASE_OWNER", "a partner is released from a ledger"),
            ("ADMIT_OWNER", "a partner is admitted to a ledger again"),
            ("RETIRE_KEY", "a signing key is gone for good"),
            ("REBUILD_STATUS", "the register of certificates that are not valid is written anew"),
            ("BACK_UP", "store, queue and keys are copied"),
            ("RESTORE", "a backup is put into a data directory"),
            ("REQUEST_CERTIFICATE", "a request for the certificate of a signing key is made"),
            ("CERTIFY_KEY", "a self-signed certificate of a signing key is made")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Problem("KEY_IS_THERE", "The key is there and may sign.", "Retire only keys that are gone: take its file away, or its address out of the settings."),
        Problem("NO_BACKUP_HERE", "The data, or some of them, are in Azure's services.", "Use the backups of those."),
        Problem("BACKUP_RUNNING", "Another backup is being made.", "Wait for it, and ask again."),
    ];
}
