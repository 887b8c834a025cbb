using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Operations;

/// <summary>An order about an owner's certificates for a preEnrollmentCode.</summary>
/// <param name="Owner">The owner: the name of a partner, whether the settings still have it or not.</param>
/// <param name="Reason">The reason code, as in <see cref="StateChange.Reason"/>.</param>
public sealed record OwnerOrder(string Owner, string Reason)
{
    /// <summary>Reads the body of a call: an object with <c>owner</c> and <c>reason</c>.</summary>
    /// <param name="body">
    /// The body as it was received; of a larger one, <see cref="ChangeOrderReader.BodyBytes"/> and one byte are enough.
    /// </param>
    /// <param name="faults">All errors; empty if the order can be carried out.</param>
    /// <returns>The order; null if there are errors.</returns>
    public static OwnerOrder? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        var order = OrderMembers.Read(body, ChangeOrderReader.Bounds, out faults, Read);
        return faults.Count == 0 ? order : null;
    }

    private static OwnerOrder Read(JsonNodeReader body)
    {
        body.RefuseOthers("owner", "reason");
        return new OwnerOrder(ReadOwner(body), body.Reason());
    }

    private static string ReadOwner(JsonNodeReader body)
    {
        var owner = body.Find("owner")?.OrNull?.Text() ?? "";
        if (!PartnersOptionsValidator.IsName(owner))
        {
            body.NoteMember(
                "owner",
                owner.Length == 0 ? FaultCodes.Required : FaultCodes.Format,
                "owner is required: the name of a partner as in Divoc:Partners, in lower-case letters and digits.");
        }

        return owner;
    }
}
