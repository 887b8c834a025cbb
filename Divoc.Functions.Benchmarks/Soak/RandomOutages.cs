using Divoc.Functions.Benchmarks.Service;

namespace Divoc.Functions.Benchmarks.Soak;

/// <summary>Cuts the store or the queue off for a second, now and then.</summary>
internal sealed class RandomOutages(AzureDoubles azure)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(25);

    /// <summary>Outages of the store so far.</summary>
    public int OfStore { get; private set; }

    /// <summary>Outages of the queue so far.</summary>
    public int OfQueue { get; private set; }

    /// <summary>Goes on until it is ended; an outage that has begun ends by itself.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (true)
        {
            await Task.Delay(ShortestPause + (Random.Shared.NextDouble() * (LongestPause - ShortestPause)), end)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested)
            {
                return;
            }

            // The first two are one of each, so that the shortest run has met both.
            if (OfStore == 0 || (OfQueue > 0 && Random.Shared.Next(2) == 0))
            {
                OfStore++;
                azure.StoreIsDown = true;
                await Task.Delay(Length, CancellationToken.None);
                azure.StoreIsDown = false;
            }
            else
            {
                OfQueue++;
                azure.QueueIsDown = true;
                await Task.Delay(Length, CancellationToken.None);
                azure.QueueIsDown = false;
            }
        }
    }
}
