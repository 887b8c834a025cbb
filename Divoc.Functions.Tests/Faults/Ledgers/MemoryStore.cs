using System.Globalization;
using System.Text.Json;
using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Faults.Ledgers;

/// <summary>
/// A store in memory with conditional writes, shared by all processes of a schedule. Each call of a flow stops until the schedule says how
/// it ends.
/// </summary>
internal sealed class MemoryStore(TimeProvider clock, LedgerJudge judge) : IArtifactStore
{
    private readonly SortedDictionary<string, StoredArtifact> artifacts = new(StringComparer.Ordinal);
    private long lastETag;

    /// <summary>Writes without a schedule.</summary>
    public void Add(ArtifactName name, ArtifactContent content) => Store(name, content);

    public async Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        await StopAtReadAsync($"get {judge.Shorten(name)}");
        return Find(name);
    }

    public async Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        await StopAtReadAsync($"look at {judge.Shorten(name)}");
        return Find(name)?.Properties;
    }

    public async Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        await StopAtReadAsync("list");
        var from = $"{container}/{prefix}";
        return new ArtifactPage([.. artifacts.Where(pair => pair.Key.StartsWith(from, StringComparison.Ordinal)).Select(Listed)], null);

        ArtifactListing Listed(KeyValuePair<string, StoredArtifact> pair) =>
            new(pair.Key[(container.Length + 1)..], pair.Value.Properties.Metadata);
    }

    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        WriteAsync("create", name, content, () => Find(name) is null);

    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        WriteAsync("replace", name, content, () => Find(name)?.Properties.ETag == ifMatch);

    public async Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken)
    {
        var fate = await StopAsync(new Call(CallKind.Write, $"delete {judge.Shorten(name)}"), null);
        var removed = artifacts.Remove(name.ToString());
        await EndAsync(fate);
        return removed;
    }

    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CheckWritableAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken) => throw new NotSupportedException();

    private StoredArtifact? Find(ArtifactName name) => artifacts.GetValueOrDefault(name.ToString());

    private string Store(ArtifactName name, ArtifactContent content)
    {
        var etag = (++lastETag).ToString(CultureInfo.InvariantCulture);
        artifacts[name.ToString()] = new StoredArtifact(
            content.Bytes, new ArtifactProperties(etag, content.ContentType, content.Metadata, content.Bytes.Length, clock.GetUtcNow()));
        return etag;
    }

    private async Task<string?> WriteAsync(string verb, ArtifactName name, ArtifactContent content, Func<bool> isMet)
    {
        var ledger = name.Name.StartsWith(LedgerStore.Prefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize(content.Bytes.Span, LedgerJson.Compact.CertificateLedger)
            : null;
        var ledgerName = Path.GetFileNameWithoutExtension(name.Name);
        var fate = await StopAsync(
            new Call(CallKind.ConditionalWrite, $"{verb} {judge.Shorten(name)}"),
            ledger is null ? null : (ledgerName, ledger.Revision - 1));
        if (!isMet())
        {
            await EndAsync(fate);
            return null;
        }

        var etag = Store(name, content);
        if (ledger is not null)
        {
            judge.SawLedger(ledgerName, ledger, LedgerFlow.Current!);
        }

        await EndAsync(fate);
        return fate == Fate.MeetItself ? null : etag;
    }

    private static async Task StopAtReadAsync(string text)
    {
        if (LedgerFlow.Current is not null)
        {
            await StopAsync(new Call(CallKind.Read, text), null);
        }
    }

    private static async Task<Fate> StopAsync(Call call, (string Ledger, long Base)? write)
    {
        var flow = LedgerFlow.Current ?? throw new InvalidOperationException("Only flows write.");
        var fate = await flow.StopAtAsync(call, write);
        switch (fate)
        {
            case Fate.Refuse:
                throw new StoreUnavailableException("The store is out.");
            case Fate.StopBefore:
                flow.Process.Stop();
                return await flow.EndAsync<Fate>();
            default:
                return fate;
        }
    }

    private static async Task EndAsync(Fate fate)
    {
        switch (fate)
        {
            case Fate.LoseAnswer:
                throw new StoreUnavailableException("The answer was lost.");
            case Fate.StopAfter:
                LedgerFlow.Current!.Process.Stop();
                await LedgerFlow.Current.EndAsync<int>();
                break;
        }
    }
}
