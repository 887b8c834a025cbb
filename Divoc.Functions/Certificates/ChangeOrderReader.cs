using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Reads the body of a call that changes the state of a certificate: an object with <c>reason</c>, <c>text</c> if wished and, for a suspension, <c>from</c>
/// and <c>until</c>. A member that is not known is a fault, since a misspelt end would make a suspension endless.
/// </summary>
public sealed class ChangeOrderReader(TimeProvider time)
{
    /// <summary>The largest body in bytes.</summary>
    public const int BodyBytes = 4 * 1024;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="BodyBytes"/> is looked for.</param>
    /// <param name="isSuspension">Whether <c>from</c> and <c>until</c> are known.</param>
    /// <param name="caller">Who called.</param>
    /// <param name="faults">Everything that is wrong; empty when the order can be carried out.</param>
    public ChangeOrder Read(ReadOnlyMemory<byte> body, bool isSuspension, Caller caller, out IReadOnlyList<Fault> faults)
    {
        var found = new List<Fault>();
        faults = found;
        var order = new ChangeOrder("", null, caller);
        OrderBody.Read(body, BodyBytes, found, members => order = Read(members, isSuspension, order, found));
        return order;
    }

    private static ChangeOrder Refuse(List<Fault> faults, ChangeOrder order, Fault fault)
    {
        faults.Add(fault);
        return order;
    }

    private ChangeOrder Read(JsonElement body, bool isSuspension, ChangeOrder order, List<Fault> faults)
    {
        foreach (var member in body.EnumerateObject())
        {
            order = (member.Name, isSuspension) switch
            {
                ("reason", _) => order with { Reason = ReadText(member, faults) ?? "" },
                ("text", _) => order with { Text = ReadText(member, faults) },
                ("from", true) => order with { From = ReadInstant(member, faults) },
                ("until", true) => order with { Until = ReadInstant(member, faults) },
                _ => Refuse(faults, order, new Fault("", FaultCodes.UnknownMember, $"The body has a member that is not known. Known are reason, text{(isSuspension ? ", from, until" : "")}.")),
            };
        }

        CheckReason(order.Reason, faults);
        CheckText(order, faults);
        CheckTimes(order, faults);
        return order;
    }

    /// <summary>Reads a text; null where it is null, or no text of Unicode.</summary>
    internal static string? ReadText(JsonProperty member, List<Fault> faults)
    {
        if (member.Value.ValueKind is JsonValueKind.String)
        {
            return ReadString(member, faults);
        }

        if (member.Value.ValueKind != JsonValueKind.Null)
        {
            faults.Add(new Fault($"/{member.Name}", FaultCodes.WrongType, "It must be a string."));
        }

        return null;
    }

    private static string? ReadString(JsonProperty member, List<Fault> faults)
    {
        try
        {
            return member.Value.GetString();
        }
        catch (InvalidOperationException)
        {
            faults.Add(new Fault($"/{member.Name}", FaultCodes.LoneSurrogate, "It holds half of a surrogate pair."));
            return null;
        }
    }

    private static DateTimeOffset? ReadInstant(JsonProperty member, List<Fault> faults)
    {
        if (ReadText(member, faults) is not { } text)
        {
            return null;
        }

        if (InternetTime.TryParseInstant(text, out var instant))
        {
            return instant.ToUniversalTime();
        }

        faults.Add(new Fault($"/{member.Name}", FaultCodes.Format, "It must be a date-time of RFC 3339 with seconds and offset, such as 2026-05-01T00:00:00Z."));
        return null;
    }

    /// <summary>Finds what is wrong with a reason, as <see cref="StateChange.Reason"/> has it; an empty one is missing.</summary>
    internal static void CheckReason(string reason, List<Fault> faults)
    {
        if (reason.Length is 0 or > StateChange.LongestReason || reason.Any(character => !char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character != '_'))
        {
            faults.Add(new Fault(
                "/reason",
                reason.Length == 0 ? FaultCodes.Required : FaultCodes.Format,
                $"A reason code is required: 1 to {StateChange.LongestReason} upper-case letters, digits and underscores, such as WRONG_PERSON."));
        }
    }

    private static void CheckText(ChangeOrder order, List<Fault> faults)
    {
        if (order.Text?.Length > StateChange.LongestText)
        {
            faults.Add(new Fault("/text", FaultCodes.TooLong, $"It may have {StateChange.LongestText} characters."));
        }

        if (order.Text?.Any(char.IsControl) == true)
        {
            faults.Add(new Fault("/text", FaultCodes.ControlCharacter, "It holds a control character."));
        }
    }

    private void CheckTimes(ChangeOrder order, List<Fault> faults)
    {
        if (order.Until <= order.From || order.Until <= time.GetUtcNow())
        {
            faults.Add(new Fault("/until", FaultCodes.DateOrder, "The end of a suspension must come after its beginning, and after now."));
        }
    }
}
