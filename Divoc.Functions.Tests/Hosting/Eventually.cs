using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>Waits for what happens on other threads. The limits are only there to end a test that has failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until a condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(condition, static () => { });

    /// <summary>Waits until a condition holds, while the given clock runs a thousand times too fast.</summary>
    public static Task HoldsAsync(Func<bool> condition, FakeTimeProvider clock) => HoldsAsync(condition, () => clock.Advance(TimeSpan.FromSeconds(5)));

    private static async Task HoldsAsync(Func<bool> condition, Action betweenLooks)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, "what the test waits for did not happen");
            betweenLooks();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
