using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Operations;

/// <summary>Why a key is gone for good.</summary>
/// <param name="Reason">As <see cref="KeyOperations.IsReason"/> has it.</param>
public sealed record RetireOrder(string Reason)
{
    /// <summary>Reads the body of a call: an object with <c>reason</c>.</summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="ChangeOrderReader.BodyBytes"/> is looked for.</param>
    /// <param name="faults">Everything that is wrong; empty when the order can be carried out.</param>
    /// <returns>The order; null when there are faults.</returns>
    public static RetireOrder? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        var order = OrderMembers.Read(body, ChangeOrderReader.Bounds, out faults, Read);
        return faults.Count == 0 ? order : null;
    }

    private static RetireOrder Read(JsonNodeReader body)
    {
        body.RefuseOthers("reason");
        var reason = body.Find("reason")?.OrNull?.TextOrNull() ?? "";
        if (!KeyOperations.IsReason(reason))
        {
            body.NoteMember(
                "reason",
                reason.Length == 0 ? FaultCodes.Required : FaultCodes.Format,
                $"reason is required: say why the key is gone, in one line of 1 to {KeyOperations.LongestReason} characters.");
        }

        return new RetireOrder(reason);
    }
}
