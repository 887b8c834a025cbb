using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Storage;

namespace Divoc.Functions.Tests.Messaging;

/// <summary>The queues in a SQLite file.</summary>
public abstract class SqliteQueueContract : MessageQueueContract
{
    private protected static readonly QueueOptions Options = new();

    protected SqliteQueueContract(string queueName) : base(queueName) =>
        File = new SqliteQueueFile(Folder.Path, Options, Time, emptiesLog: false);

    protected SqliteQueueFile File { get; }

    private protected DataFolder Folder { get; } = new();

    private protected WatchedTime Time { get; } = new();

    protected override TimeSpan LockDuration => Options.LockDuration;

    protected override TimeSpan DuplicateDetectionWindow => Options.DuplicateDetectionWindow;

    protected override IMessageQueue Open(string name) => File[name];

    protected override Task LetTimePassAsync(TimeSpan duration)
    {
        Time.Advance(duration);
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        File.Dispose();
        Folder.Dispose();
        base.Dispose(disposing);
    }
}

public sealed class SqliteChangesQueueTests() : SqliteQueueContract(QueueNames.CertificateChanges);

public sealed class SqliteWebhooksQueueTests() : SqliteQueueContract(QueueNames.CertificateWebhooks);

public sealed class SqliteUploadsQueueTests() : SqliteQueueContract(QueueNames.CertificateUploads);
