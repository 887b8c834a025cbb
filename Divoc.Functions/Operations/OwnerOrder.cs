using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Operations;

/// <summary>Whose certificates under a preEnrollmentCode are meant, and why.</summary>
/// <param name="Owner">The owner: the name of a partner, whether the settings still have it or not.</param>
/// <param name="Reason">Why, as <see cref="StateChange.Reason"/> has it.</param>
public sealed record OwnerOrder(string Owner, string Reason)
{
    /// <summary>Reads the body of a call: an object with <c>owner</c> and <c>reason</c>.</summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="ChangeOrderReader.BodyBytes"/> is looked for.</param>
    /// <param name="faults">Everything that is wrong; empty when the order can be carried out.</param>
    /// <returns>The order; null when there are faults.</returns>
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
