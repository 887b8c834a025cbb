using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Operations;

/// <summary>Which failed events to discard, and why.</summary>
/// <param name="CertificateIds">Their certificate ids, 1 to <see cref="ReplayOrderReader.MostIds"/>.</param>
/// <param name="Reason">
/// The caller's reason: 1 to <see cref="ReplayOrderReader.LongestReason"/> characters without control characters.
/// </param>
public sealed record DiscardOrder(IReadOnlySet<string> CertificateIds, string Reason)
{
    /// <summary>
    /// Reads the body of a call: an object with <c>certificateIds</c> and <c>reason</c>. There is no way to name all, because discarded
    /// events can't be restored.
    /// </summary>
    /// <param name="body">
    /// The body as it was received; of a larger one, <see cref="ReplayOrderReader.BodyBytes"/> and one byte are enough.
    /// </param>
    /// <param name="faults">All errors; empty if the order can be carried out.</param>
    /// <returns>The order; null if there are errors.</returns>
    public static DiscardOrder? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        var order = OrderMembers.Read(body, ReplayOrderReader.Bounds, out faults, Read);
        return faults.Count == 0 ? order : null;
    }

    private static DiscardOrder Read(JsonNodeReader body)
    {
        body.RefuseOthers("certificateIds", "reason");
        IReadOnlySet<string> ids = new HashSet<string>();
        if (body.Find("certificateIds") is { } idsNode)
        {
            ids = ReplayOrderReader.ReadIds(idsNode);
        }
        else
        {
            body.NoteMember(
                "certificateIds",
                FaultCodes.Required,
                "certificateIds is required: the certificate ids of the events to discard.");
        }

        return new DiscardOrder(ids, ReadReason(body));
    }

    private static string ReadReason(JsonNodeReader body)
    {
        if (body.Find("reason") is not { } node)
        {
            body.NoteMember(
                "reason",
                FaultCodes.Required,
                "reason is required: say why the events are discarded. Their failure records keep it.");
            return "";
        }

        var reason = ReplayOrderReader.ReadReason(node) ?? "";
        if (reason.Any(char.IsControl))
        {
            node.Problem(FaultCodes.ControlCharacter, "contains a control character: remove it.");
        }

        return reason;
    }
}
