using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Divoc.Functions.Messaging;

/// <summary>
/// The copy with which a message is deliberately sent again: as a later attempt, after an outage, or as a replay of a dead-lettered one.
/// Attempt and outages are in properties.
/// </summary>
internal static class RetryCopy
{
    private const string AttemptProperty = "attempt";
    private const string OutagesProperty = "outages";

    /// <summary>The number of a message's attempt, counted from 1 over all its copies.</summary>
    public static int AttemptOf(QueueMessage message) => NumberOf(message, AttemptProperty) is > 0 and var attempt ? attempt : 1;

    /// <summary>Whether a message is a copy of another one, for any reason.</summary>
    public static bool IsCopy(QueueMessage message) => message.Properties.ContainsKey(AttemptProperty);

    /// <summary>How many consecutive outages its attempt has met so far.</summary>
    public static int OutagesOf(QueueMessage message) => NumberOf(message, OutagesProperty);

    /// <summary>The common part of all copies of a message: the id of the first one, which must have no full stop.</summary>
    public static string IdOf(QueueMessage message) => message.MessageId.Split('.')[0];

    /// <summary>The copy. It has a new id, <c>{first id}.{attempt}.{random}</c>, because a queue drops an id that it has seen.</summary>
    /// <param name="original">The message.</param>
    /// <param name="attempt">The attempt number of the copy.</param>
    /// <param name="due">When it is delivered; null for at once.</param>
    public static QueueMessage Of(QueueMessage original, int attempt, DateTimeOffset? due)
    {
        var attemptText = attempt.ToString(CultureInfo.InvariantCulture);
        var properties = new Dictionary<string, string>(original.Properties) { [AttemptProperty] = attemptText };
        properties.Remove(OutagesProperty);
        return original with
        {
            MessageId = $"{IdOf(original)}.{attemptText}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9))}",
            Properties = properties,
            ScheduledFor = due,
        };
    }

    /// <summary>The copy of a message whose delivery met an outage: the same attempt, and one more outage.</summary>
    public static QueueMessage AfterOutage(QueueMessage original, DateTimeOffset due)
    {
        var copy = Of(original, AttemptOf(original), due);
        var outages = (OutagesOf(original) + 1).ToString(CultureInfo.InvariantCulture);
        return copy with { Properties = new Dictionary<string, string>(copy.Properties) { [OutagesProperty] = outages } };
    }

    private static int NumberOf(QueueMessage message, string property)
    {
        return message.Properties.TryGetValue(property, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
    }
}
