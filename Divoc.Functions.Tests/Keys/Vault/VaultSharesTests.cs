using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Tests.Keys.Vault;

public sealed class VaultSharesTests
{
    [Fact]
    public void A_single_process_has_the_whole_rate_whatever_it_used()
    {
        Assert.Equal(1, PortionOf(Report()), 3);
        Assert.Equal(1, PortionOf(Report(bulk: new(0.3, Waits: false))), 3);
        Assert.Equal(1, PortionOf(Report(bulk: new(1, Waits: true))), 3);
    }

    [Fact]
    public void Processes_that_wait_divide_the_unused_rate_equally()
    {
        var small = Report(bulk: new(0.1, Waits: false));
        var (first, second) = (Report(bulk: new(0.5, Waits: true)), Report(bulk: new(0.3, Waits: true)));

        Assert.Equal(0.11, PortionOf(small, first, second), 3);
        Assert.Equal(0.445, PortionOf(first, small, second), 3);
        Assert.Equal(0.445, PortionOf(second, first, small), 3);
    }

    [Fact]
    public void The_lanes_get_their_shares_when_all_want_more()
    {
        var waits = new LaneReport(0.5, Waits: true);
        var (interactive, bulk, status) = (Report(waits), Report(bulk: waits), Report(status: waits));

        Assert.Equal(0.62, PortionOf(interactive, bulk, status), 3);
        Assert.Equal(0.3, PortionOf(bulk, status, interactive), 3);
        Assert.Equal(0.1, PortionOf(status, bulk, interactive), 3);
    }

    [Fact]
    public void The_unused_share_of_a_lane_goes_to_the_other_lanes()
    {
        var (interactive, bulk) = (Report(new(0.1, Waits: false)), Report(bulk: new(0.9, Waits: true)));

        Assert.Equal(0.13, PortionOf(interactive, bulk), 3);
        Assert.Equal(0.89, PortionOf(bulk, interactive), 3);
    }

    [Fact]
    public void A_process_that_has_not_signed_yet_gets_a_small_share_of_a_busy_vault()
    {
        var busy = Enumerable.Range(0, 30).Select(_ => Report(bulk: new(0.033, Waits: true))).ToArray();
        var portion = PortionOf(Report(), busy);

        Assert.InRange(portion, 0.005, VaultShares.Smallest);
        Assert.Equal(1.0 / 30, PortionOf(busy[0], [Report(), .. busy[1..]]), 3);
    }

    [Fact]
    public void All_shares_together_are_at_least_the_whole_for_any_reports()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var reports = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Report(Lane(), Lane(), Lane())).ToArray();
            var sum = reports.Sum(report => VaultShares.PortionOf(report.Instance, reports));
            Assert.InRange(sum, 0.999, 1.55);
            Assert.All(reports, report => Assert.True(VaultShares.PortionOf(report.Instance, reports) > 0));
        }

        LaneReport Lane() => random.Next(3) == 0 ? default : new(random.NextDouble() / random.Next(1, 40), random.Next(2) == 0);
    }

    private static double PortionOf(SignerReport one, params SignerReport[] others) =>
        VaultShares.PortionOf(one.Instance, [one, .. others]);

    private static SignerReport Report(LaneReport interactive = default, LaneReport bulk = default, LaneReport status = default) =>
        new(Guid.NewGuid().ToString("N"), 1, [interactive, bulk, status]);
}
