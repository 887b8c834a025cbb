using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Divoc.Functions.Messaging;

/// <summary>The copy by which a message is sent again on purpose: as a later attempt, or as a replay of one that was set aside. The attempt stands in a property of the message.</summary>
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

    /// <summary>What all copies of a message have in common: the id of the first one, which must have no full stop.</summary>
    public static string IdOf(QueueMessage message) => message.MessageId.Split('.')[0];

    /// <summary>The copy. It has an id of its own, <c>{first id}.{attempt}.{random}</c>, since a queue drops an id that it has seen.</summary>
    /// <param name="original">The message.</param>
    /// <param name="attempt">Which attempt the copy is.</param>
    /// <param name="due">When it is to be delivered; null for at once.</param>
    public static QueueMessage Of(QueueMessage original, int attempt, DateTimeOffset? due)
    {
        var attemptText = attempt.ToString(CultureInfo.InvariantCulture);
        return original with
        {
            MessageId = $"{IdOf(original)}.{attemptText}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9))}",
            Properties = new Dictionary<string, string>(original.Properties) { [AttemptProperty] = attemptText },
            ScheduledFor = due,
        };
    }
}
