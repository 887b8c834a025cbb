using System.Globalization;
using System.Net;
using Divoc.Functions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Hosting;

public sealed class KeyRefusalsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly KeyRefusals refusals;

    public KeyRefusalsTests() => refusals = new KeyRefusals(new CountedAddresses([IPNetwork.Parse("10.0.0.0/8")]), clock);

    [Fact]
    public void After_some_refused_keys_of_an_address_answers_wait_longer_and_longer_up_to_a_bound()
    {
        Assert.All(
            Enumerable.Range(0, KeyRefusals.Free), number => Assert.Equal(TimeSpan.Zero, refusals.Add(At("192.0.2.1"), KeyOf(number))));
        Assert.Equal(
            [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5],
            Enumerable.Range(100, 8).Select(number => refusals.Add(At("192.0.2.1"), KeyOf(number)).TotalSeconds));

        Assert.Equal(TimeSpan.Zero, refusals.Add(At("192.0.2.2"), KeyOf(200)));
        Assert.NotEqual(TimeSpan.Zero, refusals.Add(At("::ffff:192.0.2.1"), KeyOf(201)));
    }

    [Fact]
    public void Keys_that_begin_alike_are_counted_together_wherever_they_come_from()
    {
        Assert.All(
            Enumerable.Range(1, KeyRefusals.Free),
            number => Assert.Equal(TimeSpan.Zero, refusals.Add(At($"192.0.2.{number}"), $"stolen-{number}")));

        Assert.NotEqual(TimeSpan.Zero, refusals.Add(At("192.0.2.200"), "stolen-x"));
        Assert.Equal(TimeSpan.Zero, refusals.Add(At("192.0.2.201"), "other-x"));
    }

    /// <summary>All callers of a proxy have its address, and a call without a key has no beginning.</summary>
    [Fact]
    public void A_proxy_and_a_missing_key_are_not_counted()
    {
        Assert.All(Enumerable.Range(0, 2 * KeyRefusals.Free), _ => Assert.Equal(TimeSpan.Zero, refusals.Add(At("10.1.2.3"), null)));
    }

    [Fact]
    public void A_pause_forgets()
    {
        Assert.All(Enumerable.Range(0, KeyRefusals.Free), number => refusals.Add(At("192.0.2.1"), KeyOf(number)));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TimeSpan.Zero, refusals.Add(At("192.0.2.1"), KeyOf(100)));
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_room_is_made_by_what_is_over()
    {
        Assert.All(Enumerable.Range(0, KeyRefusals.MostRemembered), number => refusals.Add(null, KeyOf(number)));
        Assert.All(Enumerable.Range(0, 2 * KeyRefusals.Free), _ => Assert.Equal(TimeSpan.Zero, refusals.Add(null, "one more")));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Contains(Enumerable.Range(0, 2 * KeyRefusals.Free), _ => refusals.Add(null, "one more") > TimeSpan.Zero);
    }

    private static IPEndPoint At(string address) => new(IPAddress.Parse(address), 4711);

    private static string KeyOf(int number) => number.ToString("D6", CultureInfo.InvariantCulture) + "-and-the-rest";
}
