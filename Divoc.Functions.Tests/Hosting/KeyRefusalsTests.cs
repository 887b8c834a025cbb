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
    public void After_several_refused_keys_of_an_address_answers_are_delayed_longer_and_longer_up_to_a_limit()
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
    public void Keys_with_the_same_beginning_are_counted_together_from_any_address()
    {
        Assert.All(
            Enumerable.Range(1, KeyRefusals.Free),
            number => Assert.Equal(TimeSpan.Zero, refusals.Add(At($"192.0.2.{number}"), $"stolen-{number}")));

        Assert.NotEqual(TimeSpan.Zero, refusals.Add(At("192.0.2.200"), "stolen-x"));
        Assert.Equal(TimeSpan.Zero, refusals.Add(At("192.0.2.201"), "other-x"));
    }

    /// <summary>All callers of a proxy have its address, and a call without a key has no beginning.</summary>
    [Fact]
    public void Requests_from_a_proxy_and_requests_without_a_key_are_not_counted()
    {
        Assert.All(Enumerable.Range(0, 2 * KeyRefusals.Free), _ => Assert.Equal(TimeSpan.Zero, refusals.Add(At("10.1.2.3"), null)));
    }

    [Fact]
    public void The_count_is_reset_after_five_minutes_without_refusals()
    {
        Assert.All(Enumerable.Range(0, KeyRefusals.Free), number => refusals.Add(At("192.0.2.1"), KeyOf(number)));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TimeSpan.Zero, refusals.Add(At("192.0.2.1"), KeyOf(100)));
    }

    [Fact]
    public void The_number_of_remembered_keys_is_limited_and_expired_entries_make_room()
    {
        Assert.All(Enumerable.Range(0, KeyRefusals.MostRemembered), number => refusals.Add(null, KeyOf(number)));
        Assert.All(Enumerable.Range(0, 2 * KeyRefusals.Free), _ => Assert.Equal(TimeSpan.Zero, refusals.Add(null, "one more")));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Contains(Enumerable.Range(0, 2 * KeyRefusals.Free), _ => refusals.Add(null, "one more") > TimeSpan.Zero);
    }

    private static IPEndPoint At(string address) => new(IPAddress.Parse(address), 4711);

    private static string KeyOf(int number) => number.ToString("D6", CultureInfo.InvariantCulture) + "-and-the-rest";
}
