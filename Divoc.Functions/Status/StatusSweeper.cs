using Divoc.Functions.Registry;

namespace Divoc.Functions.Status;

/// <summary>
/// Deletes what nobody needs any more: the status of certificates that expired long ago, and shards with lengths that are no longer
/// answered.
/// </summary>
public sealed partial class StatusSweeper(
    RegistryDocuments documents, StatusRegister register, StatusLengths lengths, Sweeps sweeps, TimeProvider time,
    ILogger<StatusSweeper> logger)
{
    /// <summary>Goes through everything once, as far as a run gets. A day ends everywhere on earth at most one day later.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => sweeps.RunAsync("status", DeleteAsync, cancellationToken);

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        // The shards first: they are few, and a run may end before it has gone through the register.
        var shards = await SweepShardsAsync(cancellationToken);
        var statuses = await SweepRegisterAsync(cancellationToken);
        Log.Swept(logger, statuses, shards);
    }

    private async Task<int> SweepRegisterAsync(CancellationToken cancellationToken)
    {
        var yesterday = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);
        var deleted = 0;
        string? continuation = null;
        do
        {
            (var page, continuation) = await register.ListAsync("", continuation, cancellationToken);
            foreach (var status in page.Where(status => status.DropAfter < yesterday))
            {
                await documents.DeleteAsync($"{StatusRegister.Prefix}{status.Hash}.json", cancellationToken);
                ProtocolWrites.Done(ProtocolWrite.StatusSwept, status.Hash);
                deleted++;
            }
        }
        while (continuation is not null);

        return deleted;
    }

    private async Task<int> SweepShardsAsync(CancellationToken cancellationToken)
    {
        var answered = await lengths.GetAsync(cancellationToken);
        var deleted = 0;
        await documents.RemoveAsync(
            StatusPublisher.ShardPrefix, shard => !answered.Answers(PrefixOf(shard.Name).Length), Deleted, cancellationToken);
        return deleted;

        void Deleted(string name)
        {
            ProtocolWrites.Done(ProtocolWrite.StatusSwept, PrefixOf(name));
            deleted++;
        }
    }

    private static string PrefixOf(string name) => Path.GetFileNameWithoutExtension(name);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1031, Level = LogLevel.Information, Message = "Deleted the status of {Statuses} certificates that "
            + "expired long ago, and {Shards} shards.")]
        public static partial void Swept(ILogger logger, int statuses, int shards);
    }
}
