using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Certificates;

/// <summary>
/// Reads the body of a call that changes the state of a certificate: an object with <c>reason</c>, optionally <c>text</c>, and for a
/// suspension <c>from</c> and <c>until</c>. An unknown member is an error, because a misspelt <c>until</c> would make a suspension endless.
/// </summary>
public sealed class ChangeOrderReader(TimeProvider time)
{
    /// <summary>The largest body in bytes.</summary>
    public const int BodyBytes = 4 * 1024;

    /// <summary>The limits of a body. A text that is not valid Unicode is reported with its place.</summary>
    internal static readonly JsonBounds Bounds = new(BodyBytes, OrderMembers.Levels) { AllowsLoneSurrogates = true };

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body as it was received; of a larger one, <see cref="BodyBytes"/> and one byte are enough.</param>
    /// <param name="isSuspension">Whether <c>from</c> and <c>until</c> are known.</param>
    /// <param name="caller">Who called.</param>
    /// <param name="faults">Everything that is wrong; empty when the order can be carried out.</param>
    public ChangeOrder Read(ReadOnlyMemory<byte> body, bool isSuspension, Caller caller, out IReadOnlyList<Fault> faults)
    {
        return OrderMembers.Read(
            body, Bounds, out faults, members => isSuspension ? ReadSuspension(members, caller) : ReadChange(members, caller))
            ?? new ChangeOrder("", null, caller);
    }

    private static ChangeOrder ReadChange(JsonNodeReader body, Caller caller)
    {
        body.RefuseOthers("reason", "text");
        return new ChangeOrder(body.Reason(), ReadText(body), caller);
    }

    private ChangeOrder ReadSuspension(JsonNodeReader body, Caller caller)
    {
        body.RefuseOthers("reason", "text", "from", "until");
        var order = new ChangeOrder(body.Reason(), ReadText(body), caller)
        {
            From = ReadInstant(body, "from"),
            Until = ReadInstant(body, "until"),
        };
        if (order.Until <= order.From || order.Until <= time.GetUtcNow())
        {
            body.NoteMember("until", FaultCodes.DateOrder, "until must be after from and in the future.");
        }

        return order;
    }

    private static string? ReadText(JsonNodeReader body)
    {
        var node = body.Find("text")?.OrNull;
        var text = node?.Text();
        if (text?.Length > StateChange.LongestText)
        {
            node!.Problem(FaultCodes.TooLong, $"must have at most {StateChange.LongestText} characters.");
        }

        if (text?.Any(char.IsControl) == true)
        {
            node!.Problem(FaultCodes.ControlCharacter, "contains a control character: remove it.");
        }

        return text;
    }

    private static DateTimeOffset? ReadInstant(JsonNodeReader body, string name) => body.Find(name)?.OrNull?.Instant()?.ToUniversalTime();
}
