using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Divoc.Functions.Benchmarks.Load;

/// <summary>Posts events over HTTP and follows each request until it is issued.</summary>
internal sealed class ClosedLoad(CertifyClient client, LoadOptions options)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Channel<PostedRequest> posted = Channel.CreateUnbounded<PostedRequest>();
    private readonly ConcurrentBag<PostedRequest> followed = [];
    private readonly StatusPace pace = new();
    private readonly ConcurrentBag<IReadOnlyList<Issued>> issued = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Lock turns = new();
    private long lastTurn;
    private int begun;
    private int sent;
    private int accepted;
    private int listed;
    private int statusCalls;

    /// <summary>Events that were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref accepted);

    /// <summary>Events of requests that were seen to be issued so far.</summary>
    public int Listed => Volatile.Read(ref listed);

    /// <summary>Calls for a request's status while the load went on.</summary>
    public int StatusCalls => Volatile.Read(ref statusCalls);

    /// <summary>Posts until the time or the events are over, and waits until all are issued.</summary>
    /// <returns>How long events were posted.</returns>
    public async Task<TimeSpan> RunAsync()
    {
        var following = Task.Run(options.AsksStatus ? AskAllAsync : FollowAsync);
        var calling = Task.WhenAll(Enumerable.Range(0, options.Callers).Select(_ => Task.Run(CallAsync)));

        // Who follows ends first only if it fails.
        await await Task.WhenAny(calling, following);
        var took = Stopwatch.GetElapsedTime(began);
        posted.Writer.Complete();
        await following;
        return took;
    }

    /// <summary>What was issued. Requests whose status was not asked before are asked now.</summary>
    public async Task<IReadOnlyList<Issued>> OutcomesAsync()
    {
        if (!options.AsksStatus)
        {
            await Parallel.ForEachAsync(followed, async (request, _) => issued.Add(await WaitAsync(request, () => BetweenLooks)));
        }

        return [.. issued.SelectMany(request => request)];
    }

    private async Task CallAsync()
    {
        while (true)
        {
            var number = Interlocked.Increment(ref begun) - 1;
            var first = number * options.Batch;
            var count = Math.Min(options.Batch, (options.Events ?? int.MaxValue) - first);
            if (count <= 0)
            {
                return;
            }

            await WaitForTurnAsync(first);
            if (Stopwatch.GetElapsedTime(began) >= options.Duration)
            {
                return;
            }

            Interlocked.Add(ref sent, count);
            var request = await client.PostAsync(number, Enumerable.Range(options.FirstNumber + first, count));
            Interlocked.Add(ref accepted, count);
            posted.Writer.TryWrite(request);
        }
    }

    private async Task WaitForTurnAsync(int first)
    {
        var wait = TimeSpan.FromSeconds(first / options.EventsPerSecond) - Stopwatch.GetElapsedTime(began);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait);
        }

        while (Volatile.Read(ref sent) - Listed > options.Backlog || !MayGoOn())
        {
            await Task.Delay(BetweenLooks / 5);
        }
    }

    /// <summary>
    /// The service takes events of all partners in turn, so arrays that were sent together end together, and all callers would send again
    /// at once, then wait again. So none is sent sooner after the one before than at twice the rate at which they are issued.
    /// </summary>
    private bool MayGoOn()
    {
        if (options.Batch == 1)
        {
            return true;
        }

        lock (turns)
        {
            var pause = Listed == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(began) / Listed * options.Batch / 2;
            if (Stopwatch.GetElapsedTime(lastTurn) < pause)
            {
                return false;
            }

            lastTurn = Stopwatch.GetTimestamp();
            return true;
        }
    }

    /// <summary>Asks for the status of each request when it is likely to be issued.</summary>
    private async Task AskAllAsync()
    {
        var asking = new List<Task>();
        await foreach (var request in posted.Reader.ReadAllAsync())
        {
            asking.Add(AskAsync(request));
        }

        await Task.WhenAll(asking);

        async Task AskAsync(PostedRequest request)
        {
            var accepted = Stopwatch.GetTimestamp();
            await Task.Delay(pace.Next());
            var outcome = await WaitAsync(request, WaitLonger);
            pace.Learn(outcome.Max(certificate => certificate.IssuedAt) - outcome[0].AcceptedAt);
            issued.Add(outcome);
            Interlocked.Add(ref listed, outcome.Count);

            TimeSpan WaitLonger()
            {
                pace.LearnLeast(Stopwatch.GetElapsedTime(accepted));
                return pace.Next() / 2;
            }
        }
    }

    /// <summary>Looks in their order whether the last certificate of each request is listed.</summary>
    private async Task FollowAsync()
    {
        await foreach (var request in posted.Reader.ReadAllAsync())
        {
            await WaitAsync(() => client.IsLastListedAsync(request), () => BetweenLooks);
            followed.Add(request);
            Interlocked.Add(ref listed, CountOf(request));
        }
    }

    private int CountOf(PostedRequest request) =>
        Math.Min(options.Batch, (options.Events ?? int.MaxValue) - (request.Number * options.Batch));

    private async Task<IReadOnlyList<Issued>> WaitAsync(PostedRequest request, Func<TimeSpan> pause)
    {
        IReadOnlyList<Issued>? outcome = null;
        var isDone = async () =>
        {
            Interlocked.Increment(ref statusCalls);
            outcome = await client.AskAsync(request);
            return outcome is not null;
        };
        await WaitAsync(isDone, pause);
        return outcome!;
    }

    private static async Task WaitAsync(Func<Task<bool>> isDone, Func<TimeSpan> pause)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isDone())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"An event was not issued within {Patience.TotalMinutes} minutes.");
            }

            await Task.Delay(pause());
        }
    }
}
