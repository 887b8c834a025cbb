using Divoc.Functions.Ledger;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// The store of a simulated program: each call of an actor stops until the schedule says how it ends, and each write is shown to the judge.
/// </summary>
/// <param name="inner">The real store.</param>
/// <param name="program">Whose store it is.</param>
/// <param name="withoutTransactions">Whether artifacts that belong together are created one after the other, as Blob storage does.</param>
internal sealed class GatedStore(IArtifactStore inner, SimulatedProgram program, bool withoutTransactions) : IArtifactStore
{
    private static readonly string[] ReadSideBySide = ["ledgers/", "failures/", "updates/"];

    private static bool IsReadSideBySide(string name)
    {
        return Array.Exists(ReadSideBySide, folder => name.StartsWith(folder, StringComparison.Ordinal))
            || name.EndsWith($"/{CertificateArtifacts.ClaimsFile}", StringComparison.Ordinal);
    }

    public Task<StoredArtifact?> GetAsync(ArtifactName name, CancellationToken cancellationToken) =>
        ReadAsync("get", name, () => inner.GetAsync(name, cancellationToken));

    public Task<ArtifactProperties?> GetPropertiesAsync(ArtifactName name, CancellationToken cancellationToken) =>
        ReadAsync("look at", name, () => inner.GetPropertiesAsync(name, cancellationToken));

    public Task<ArtifactPage> ListAsync(
        string container, string prefix, int pageSize, string? continuation, CancellationToken cancellationToken) =>
        ReadAsync(
            "list",
            new ArtifactName(container, prefix),
            () => inner.ListAsync(container, prefix, pageSize, continuation, cancellationToken));

    public Task<string> PutAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        WriteAsync(
            "put", name, CallKind.Write, content.Bytes, async () => (await inner.PutAsync(name, content, cancellationToken), true), "");

    public Task<string?> CreateAsync(ArtifactName name, ArtifactContent content, CancellationToken cancellationToken) =>
        WriteAsync(
            "create", name, CallKind.ConditionalWrite, content.Bytes,
            () => DoneIfNotNullAsync(inner.CreateAsync(name, content, cancellationToken)), null);

    public Task<string?> ReplaceAsync(ArtifactName name, ArtifactContent content, string ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(
            "replace", name, CallKind.ConditionalWrite, content.Bytes,
            () => DoneIfNotNullAsync(inner.ReplaceAsync(name, content, ifMatch, cancellationToken)), null);

    public Task<bool> DeleteAsync(ArtifactName name, CancellationToken cancellationToken) =>
        WriteAsync(
            "delete", name, CallKind.Write, null,
            async () => await inner.DeleteAsync(name, cancellationToken) ? (true, true) : (false, false), false);

    public Task<bool> DeleteAsync(ArtifactName name, string ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(
            "delete", name, CallKind.ConditionalWrite, null,
            async () => await inner.DeleteAsync(name, ifMatch, cancellationToken) ? (true, true) : (false, false), false);

    public Task CheckWritableAsync(CancellationToken cancellationToken) => inner.CheckWritableAsync(cancellationToken);

    public Task<IReadOnlyList<ArtifactName>> CreateTogetherAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        return withoutTransactions ? CreateOneByOneAsync(artifacts, cancellationToken) : CreateAllAsync(artifacts, cancellationToken);
    }

    private async Task<IReadOnlyList<ArtifactName>> CreateOneByOneAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        List<ArtifactName> there = [];
        if (await CreateAsync(artifacts[0].Name, artifacts[0].Content, cancellationToken) is null)
        {
            foreach (var artifact in artifacts)
            {
                if (await inner.GetPropertiesAsync(artifact.Name, cancellationToken) is not null)
                {
                    there.Add(artifact.Name);
                }
            }

            return there;
        }

        foreach (var artifact in artifacts.Skip(1))
        {
            if (await CreateAsync(artifact.Name, artifact.Content, cancellationToken) is null)
            {
                there.Add(artifact.Name);
            }
        }

        return there;
    }

    private async Task<IReadOnlyList<ArtifactName>> CreateAllAsync(
        IReadOnlyList<NamedArtifact> artifacts, CancellationToken cancellationToken)
    {
        var all = artifacts.Select(artifact => artifact.Name).ToArray();
        return await WriteAsync(
            "create",
            all[0],
            CallKind.ConditionalWrite,
            null,
            async () =>
            {
                var there = await inner.CreateTogetherAsync(artifacts, cancellationToken);
                if (there.Contains(all[0]))
                {
                    // The first one decides: nothing was written, not even what is missing.
                    return (there, false);
                }

                foreach (var artifact in artifacts.Where(artifact => !there.Contains(artifact.Name)))
                {
                    program.Judge.SawArtifact(artifact.Name, artifact.Content.Bytes);
                }

                return (there, true);
            },
            all);
    }

    private async Task<T> ReadAsync<T>(string verb, ArtifactName name, Func<Task<T>> read)
    {
        var stops = Actor.Current is { } reader && !(reader.ReadsSideBySide && IsReadSideBySide(name.Name));
        if (stops && Actor.Current is { } actor)
        {
            await RefuseAsync<T>(actor, await actor.StopAtAsync(new Call(CallKind.Read, $"{verb} {program.Judge.Shorten(name)}")));
        }

        return await read();
    }

    /// <summary>Does a write as its fate has it.</summary>
    /// <param name="verb">For the schedule.</param>
    /// <param name="name">Where it goes.</param>
    /// <param name="kind">How it may end.</param>
    /// <param name="bytes">What is written; null where the judge hears of it otherwise.</param>
    /// <param name="write">Does it; tells its answer and whether anything was changed.</param>
    /// <param name="refusal">The answer of a write that meets its own work.</param>
    private async Task<T> WriteAsync<T>(
        string verb, ArtifactName name, CallKind kind, ReadOnlyMemory<byte>? bytes, Func<Task<(T Answer, bool Changed)>> write, T refusal)
    {
        var actor = Actor.Current ?? throw new InvalidOperationException("Only actors write.");
        var fate = await actor.StopAtAsync(new Call(kind, $"{verb} {program.Judge.Shorten(name)}"));
        await RefuseAsync<T>(actor, fate);
        var (answer, changed) = await write();
        if (changed)
        {
            await program.Judge.SeeWriteAsync(name, bytes, verb == "delete");
        }

        switch (fate)
        {
            case Fate.LoseAnswer:
                throw new StoreUnavailableException("The answer was lost.");
            case Fate.StopAfter:
                program.Stop();
                return await actor.EndAsync<T>();
            case Fate.MeetItself when changed:
                // The caller may never learn that it was its own write: others can have changed the document again before it looks.
                return refusal;
            case var _ when changed:
                program.Judge.Report(actor.Names.Wrote(name, verb == "delete"));
                return answer;
            default:
                return answer;
        }
    }

    private async Task RefuseAsync<T>(Actor actor, Fate fate)
    {
        switch (fate)
        {
            case Fate.Refuse:
                throw new StoreUnavailableException("The store is out.");
            case Fate.Fail:
                throw new InjectedFaultException("The store has a bug.");
            case Fate.StopBefore:
                program.Stop();
                await actor.EndAsync<T>();
                break;
        }
    }

    private static async Task<(string? ETag, bool Changed)> DoneIfNotNullAsync(Task<string?> write)
    {
        var etag = await write;
        return (etag, etag is not null);
    }
}
