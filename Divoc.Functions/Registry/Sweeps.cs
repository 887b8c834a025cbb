using System.Diagnostics.CodeAnalysis;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// Goes through many documents in runs of limited length; each run continues where the last one ended. <c>functionTimeout</c> in
/// <c>host.json</c> ends the process of a run that takes longer. After the last document, the next run begins with the first.
/// </summary>
public sealed partial class Sweeps(RegistryDocuments documents, SweepCursors cursors, TimeProvider time, ILogger<Sweeps> logger)
{
    /// <summary>The longest run: <c>functionTimeout</c> minus the time that its last document may take.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(25);

    /// <summary>How often a run stores its position, because a process can end at any time.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Does a run.</summary>
    /// <param name="sweep">The name of the sweep.</param>
    /// <param name="prefix">The prefix of its documents' names.</param>
    /// <param name="longest">The time limit; at least one document is visited.</param>
    /// <param name="visit">
    /// Visits a document: its name without the prefix and <c>.json</c>, and its metadata. It must be safe to call it again. If it fails for
    /// a document, that is logged, and the run continues with the others; an unavailable store ends the run.
    /// </param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public async Task RunAsync(
        string sweep, string prefix, TimeSpan longest, Func<string, IReadOnlyDictionary<string, string>, CancellationToken, Task> visit,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var notedAt = started;
        var found = await cursors.FindAsync(sweep, cancellationToken);
        var place = found ?? new SweepCursor("");
        string? next;
        do
        {
            (var page, next) = await ListAsync(prefix, place.Continuation, cancellationToken);
            var before = place.After;
            foreach (var (name, facts) in page.Where(document => IsBehind(document.Name, before)))
            {
                await VisitAsync(sweep, name[prefix.Length..], facts, visit, cancellationToken);
                place = place with { After = name };
                if (time.GetElapsedTime(started) >= longest)
                {
                    break;
                }

                if (time.GetElapsedTime(notedAt) >= NotedEvery)
                {
                    await cursors.NoteAsync(sweep, place, cancellationToken);
                    (found, notedAt) = (place, time.GetTimestamp());
                }
            }

            if (time.GetElapsedTime(started) >= longest)
            {
                await cursors.NoteAsync(sweep, place, cancellationToken);
                Log.GoesOn(logger, sweep);
                return;
            }

            place = place with { Continuation = next };
        }
        while (next is not null);

        if (found is not null)
        {
            await cursors.ForgetAsync(sweep, cancellationToken);
        }
    }

    /// <summary>Does work that deletes step by step, for the time of a run: the next run does the rest.</summary>
    /// <param name="sweep">The name of the sweep.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public async Task RunAsync(string sweep, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(LongestRun, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.GoesOn(logger, sweep);
        }
    }

    /// <summary>Whether a document comes later in the store's order, which is the order of the names with their extension.</summary>
    private static bool IsBehind(string name, string other) => other.Length == 0 || string.CompareOrdinal($"{name}.", $"{other}.") > 0;

    /// <summary>
    /// A page, or the first one if the store does not know the continuation any more: documents that are done are skipped by their names.
    /// </summary>
    private async Task<
        (IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Metadata)> Documents, string? Continuation)> ListAsync(
        string prefix, string? continuation, CancellationToken cancellationToken)
    {
        try
        {
            return await documents.ListWithMetadataAsync(prefix, continuation, cancellationToken);
        }
        catch (ArgumentException) when (continuation is not null)
        {
            return await documents.ListWithMetadataAsync(prefix, null, cancellationToken);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever is wrong with one document must not keep the others from their turn. It is logged.")]
    private async Task VisitAsync(
        string sweep,
        string name,
        IReadOnlyDictionary<string, string> facts,
        Func<string, IReadOnlyDictionary<string, string>, CancellationToken, Task> visit,
        CancellationToken cancellationToken)
    {
        try
        {
            await visit(name, facts, cancellationToken);
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or OperationCanceledException))
        {
            Log.PassedOver(logger, fault, sweep);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1691, Level = LogLevel.Information,
            Message = "The sweep {Sweep} has not finished. Its next run continues.")]
        public static partial void GoesOn(ILogger logger, string sweep);

        [LoggerMessage(
            EventId = 1692, Level = LogLevel.Error,
            Message = "The sweep {Sweep} skipped a document. Its next round tries it again.")]
        public static partial void PassedOver(ILogger logger, Exception fault, string sweep);
    }
}
