using System.Text.Json;
using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;

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
        List<Fault> found = [];
        faults = found;
        OwnerOrder? order = null;
        OrderBody.Read(body, ChangeOrderReader.BodyBytes, found, members => order = Read(members, found));
        return found.Count == 0 ? order : null;
    }

    private static OwnerOrder Read(JsonElement body, List<Fault> faults)
    {
        var order = new OwnerOrder("", "");
        foreach (var member in body.EnumerateObject())
        {
            switch (member.Name)
            {
                case "owner":
                    order = order with { Owner = ChangeOrderReader.ReadText(member, faults) ?? "" };
                    break;
                case "reason":
                    order = order with { Reason = ChangeOrderReader.ReadText(member, faults) ?? "" };
                    break;
                default:
                    faults.Add(new Fault("", FaultCodes.UnknownMember, "The body has a member that is not known. Known are owner, reason."));
                    break;
            }
        }

        CheckOwner(order.Owner, faults);
        ChangeOrderReader.CheckReason(order.Reason, faults);
        return order;
    }

    private static void CheckOwner(string owner, List<Fault> faults)
    {
        if (!PartnersOptionsValidator.IsName(owner))
        {
            faults.Add(new Fault(
                "/owner",
                owner.Length == 0 ? FaultCodes.Required : FaultCodes.Format,
                "The name of a partner is required, as it stands below Divoc:Partners: lower-case letters and digits."));
        }
    }
}
