using Divoc.Functions.Messaging;

namespace Divoc.Functions.Tests.Messaging;

public sealed class RetryCopyTests
{
    private static readonly DateTimeOffset Due = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly QueueMessage Message = new()
    {
        MessageId = "a",
        Body = "b"u8.ToArray(),
        Properties = new Dictionary<string, string> { ["attempt"] = "3", ["other"] = "kept" },
    };

    [Fact]
    public void Each_outage_is_counted_and_does_not_use_up_an_attempt()
    {
        var second = RetryCopy.AfterOutage(RetryCopy.AfterOutage(Message, Due), Due.AddMinutes(1));

        Assert.Equal((3, 2), (RetryCopy.AttemptOf(second), RetryCopy.OutagesOf(second)));
        Assert.Equal(("kept", Due.AddMinutes(1)), (second.Properties["other"], second.ScheduledFor));
        Assert.StartsWith("a.3.", second.MessageId, StringComparison.Ordinal);
    }

    /// <summary>Also a replay, which begins at attempt 1 again.</summary>
    [Fact]
    public void A_copy_can_be_distinguished_from_the_original_message()
    {
        var first = Message with { Properties = new Dictionary<string, string> { ["other"] = "kept" } };

        Assert.False(RetryCopy.IsCopy(first));
        Assert.All(
            [
                RetryCopy.Of(first, 2, Due),
                RetryCopy.Of(first, attempt: 1, due: null),
                RetryCopy.AfterOutage(first, Due),
                RetryCopy.AfterOutage(RetryCopy.Of(first, 1, null), Due),
            ],
            copy => Assert.True(RetryCopy.IsCopy(copy)));
    }

    [Fact]
    public void A_new_attempt_resets_the_outage_count()
    {
        var next = RetryCopy.Of(RetryCopy.AfterOutage(Message, Due), 4, Due);

        Assert.Equal((4, 0), (RetryCopy.AttemptOf(next), RetryCopy.OutagesOf(next)));
        Assert.DoesNotContain("outages", next.Properties.Keys);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("")]
    public void An_invalid_outage_count_is_read_as_zero(string outages)
    {
        Assert.Equal(0, RetryCopy.OutagesOf(Message with { Properties = new Dictionary<string, string> { ["outages"] = outages } }));
    }

    /// <summary>With the shortest delays that may be drawn.</summary>
    [Fact]
    public void An_outage_of_five_minutes_costs_at_most_twelve_deliveries_with_delays_of_at_most_a_minute()
    {
        for (var turn = 0; turn < 1000; turn++)
        {
            var (waited, deliveries) = (TimeSpan.Zero, 0);
            for (; waited < TimeSpan.FromMinutes(5); deliveries++)
            {
                var delay = OutageDelay.After(deliveries);
                Assert.InRange(delay, TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(60));
                waited += delay;
            }

            Assert.InRange(deliveries + 1, 7, 12);
        }

        Assert.InRange(OutageDelay.After(int.MaxValue), TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(60));
    }
}
