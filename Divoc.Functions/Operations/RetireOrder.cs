using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Operations;

/// <summary>Why a key is lost permanently.</summary>
/// <param name="Reason">The reason, by <see cref="KeyOperations.IsReason"/>.</param>
public sealed record RetireOrder(string Reason)
{
    /// <summary>Reads the body of a call: an object with <c>reason</c>.</summary>
    /// <param name="body">
    /// The body as it was received; of a larger one, <see cref="ChangeOrderReader.BodyBytes"/> and one byte are enough.
    /// </param>
    /// <param name="faults">All errors; empty if the order can be carried out.</param>
    /// <returns>The order; null if there are errors.</returns>
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
