using Divoc.Functions.Hosting.AzureFunctions;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

public sealed class TriggeredMessageTests
{
    [Fact]
    public void The_binding_data_provide_everything_that_a_copy_needs()
    {
        var message = TriggeredMessage.Of("body"u8.ToArray(), new Dictionary<string, object?>
        {
            ["MessageId"] = "abc",
            ["ContentType"] = "application/json",
            ["Subject"] = "event",
            ["CorrelationId"] = "request",
            ["ApplicationProperties"] = """{"attempt":"3","number":7}""",
        });

        Assert.Equal("body"u8.ToArray(), message.Body.ToArray());
        Assert.Equal(
            ("abc", "application/json", "event", "request"),
            (message.MessageId, message.ContentType, message.Subject, message.CorrelationId));
        Assert.Equal(new Dictionary<string, string> { ["attempt"] = "3", ["number"] = "7" }, message.Properties);
    }

    [Fact]
    public void The_older_names_of_message_properties_are_understood()
    {
        var message = TriggeredMessage.Of(
            default, new Dictionary<string, object?> { ["Label"] = "event", ["UserProperties"] = """{"attempt":"3"}""" });

        Assert.Equal("event", message.Subject);
        Assert.Equal("3", message.Properties["attempt"]);
    }

    [Fact]
    public void Missing_properties_are_empty_except_for_the_message_id_which_comes_from_the_sequence_number()
    {
        var message = TriggeredMessage.Of(
            default,
            new Dictionary<string, object?> { ["SequenceNumber"] = "17", ["ApplicationProperties"] = "null", ["CorrelationId"] = null });

        Assert.Equal("message-17", message.MessageId);
        Assert.Null(message.CorrelationId);
        Assert.Empty(message.Properties);
    }

    [Theory]
    [InlineData("4", 4)]
    [InlineData("0", 1)]
    [InlineData("many", 1)]
    [InlineData(null, 1)]
    public void Deliveries_are_counted_from_one(string? told, int expected)
    {
        Assert.Equal(expected, TriggeredMessage.DeliveryCountOf(new Dictionary<string, object?> { ["DeliveryCount"] = told }));
    }

    /// <summary>Where the host does not say, or says nonsense, it may be a later one.</summary>
    [Theory]
    [InlineData("1", false)]
    [InlineData("2", true)]
    [InlineData("0", true)]
    [InlineData("many", true)]
    [InlineData(null, true)]
    public void Any_delivery_count_except_one_counts_as_delivered_before(string? told, bool expected)
    {
        Assert.Equal(expected, TriggeredMessage.WasDeliveredBefore(new Dictionary<string, object?> { ["DeliveryCount"] = told }));
    }
}
