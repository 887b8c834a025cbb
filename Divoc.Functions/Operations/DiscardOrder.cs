using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>Which failed events are to be discarded, and why.</summary>
/// <param name="CertificateIds">Their certificate ids, 1 to <see cref="ReplayOrderReader.MostIds"/>.</param>
/// <param name="Reason">Why, in the words of whoever asks: 1 to <see cref="ReplayOrderReader.LongestReason"/> characters without control characters.</param>
public sealed record DiscardOrder(IReadOnlySet<string> CertificateIds, string Reason)
{
    /// <summary>Reads the body of a call: an object with <c>certificateIds</c> and <c>reason</c>. There is no word for all, since what is discarded does not come back.</summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="ReplayOrderReader.BodyBytes"/> is looked for.</param>
    /// <param name="faults">Everything that is wrong; empty when the order can be carried out.</param>
    /// <returns>The order; null when there are faults.</returns>
    public static DiscardOrder? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        List<Fault> found = [];
        faults = found;
        DiscardOrder? order = null;
        OrderBody.Read(body, ReplayOrderReader.BodyBytes, found, members => order = Read(members, found));
        return found.Count == 0 ? order : null;
    }

    private static DiscardOrder Read(JsonElement body, List<Fault> faults)
    {
        IReadOnlySet<string>? ids = null;
        string? reason = null;
        foreach (var member in body.EnumerateObject())
        {
            switch (member.Name)
            {
                case "certificateIds":
                    ids = ReplayOrderReader.ReadIds(member.Value, faults);
                    break;
                case "reason":
                    reason = ReplayOrderReader.ReadReason(member.Value, faults) ?? "";
                    ReplayOrderReader.AddIf(reason.Any(char.IsControl), new Fault("/reason", FaultCodes.ControlCharacter, "It holds a control character."), faults);
                    break;
                default:
                    faults.Add(new Fault("", FaultCodes.UnknownMember, "The body has a member that is not known. Known are certificateIds, reason."));
                    break;
            }
        }

        ReplayOrderReader.AddIf(ids is null, new Fault("/certificateIds", FaultCodes.Required, "Name the certificate ids of the events that are to be discarded."), faults);
        ReplayOrderReader.AddIf(reason is null, new Fault("/reason", FaultCodes.Required, "Say why they are discarded; it stands in their records."), faults);
        return new DiscardOrder(ids ?? new HashSet<string>(), reason ?? "");
    }
}
