using System.Globalization;

namespace Divoc.Functions.Operations;

/// <summary>A position in the list of dead-lettered messages.</summary>
/// <param name="Place">The place.</param>
/// <param name="SequenceNumber">The first message's number there.</param>
public sealed record FailurePosition(string Place, long SequenceNumber)
{
    /// <summary>Reads what <see cref="ToString"/> writes; null for any other text.</summary>
    public static FailurePosition? Parse(string text)
    {
        return text.Split('.') is [var place, var number]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber)
            ? new FailurePosition(place, sequenceNumber)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}.{SequenceNumber}");
}
