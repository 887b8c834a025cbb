using System.Diagnostics;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>Waits for what happens on other threads.</summary>
internal static class Eventually
{
    /// <summary>
    /// How long anything is waited for. It is only there to end a test that has failed, so it is longer than the slowest machine needs.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Many looks are a call of a program or start a query; on a loaded machine they would take from it what is waited for.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until a condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until a condition holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        await FindAsync(async () => await condition() ? condition : null);
    }

    /// <summary>Waits until something is there; returns it.</summary>
    /// <param name="find">Looks for it; null as long as it is not there.</param>
    public static async Task<T> FindAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 5 / 4, LongestPause.Ticks)))
        {
            if (await find() is { } found)
            {
                return found;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, "What the test waits for did not happen.");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }
}
