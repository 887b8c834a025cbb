using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Hosting;

/// <summary>The copy of a message that comes back later as another attempt. Both hosts make it so; the attempt stands in a property of the message.</summary>
internal static class RetryCopy
{
    private const string AttemptProperty = "attempt";

    /// <summary>Which attempt a message is, counted from 1 over all its copies.</summary>
    public static int AttemptOf(QueueMessage message)
    {
        return message.Properties.TryGetValue(AttemptProperty, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            && attempt > 0 ? attempt : 1;
    }

    /// <summary>The copy. It has an id of its own, <c>{certificateId}.{attempt}.{random}</c>, since a queue drops an id that it has seen.</summary>
    public static QueueMessage Of(QueueMessage original, int attempt, DateTimeOffset due)
    {
        var attemptText = attempt.ToString(CultureInfo.InvariantCulture);
        return original with
        {
            MessageId = $"{original.MessageId.Split('.')[0]}.{attemptText}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9))}",
            Properties = new Dictionary<string, string>(original.Properties) { [AttemptProperty] = attemptText },
            ScheduledFor = due,
        };
    }
}
