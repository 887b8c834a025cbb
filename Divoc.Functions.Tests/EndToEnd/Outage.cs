using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>An outage of a part of Azure. It lasts two seconds, and as much longer as it takes until it has met the program.</summary>
/// <param name="cut">Cuts the part off.</param>
/// <param name="mend">Lets it be reached again.</param>
/// <param name="victims">How often the program has met an outage so far.</param>
internal sealed class Outage(Action cut, Action mend, Func<Task<int>> victims)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private int before;

    public async Task BeginAsync()
    {
        before = await victims();
        cut();
    }

    /// <summary>Returns when it is over.</summary>
    public async Task EndAsync()
    {
        await Task.Delay(Shortest, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(async () => await victims() > before);
        mend();
    }
}
