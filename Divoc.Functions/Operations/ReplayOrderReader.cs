using System.Text.Json;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Operations;

/// <summary>
/// Reads the body of a call that replays dead-lettered messages: an object with one of <c>certificateIds</c>, <c>reason</c> and <c>all</c>.
/// Everything is replayed only if <c>all</c> is written, because an empty object may be a mistake.
/// </summary>
public static class ReplayOrderReader
{
    /// <summary>The largest body in bytes.</summary>
    public const int BodyBytes = 16 * 1024;

    /// <summary>The maximum of certificate ids in one call.</summary>
    public const int MostIds = 100;

    /// <summary>The longest reason in characters; those of this service and of Service Bus are far shorter.</summary>
    public const int LongestReason = 256;

    /// <summary>The limits of a body.</summary>
    internal static readonly JsonBounds Bounds = new(BodyBytes, OrderMembers.Levels);

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body as it was received; of a larger one, <see cref="BodyBytes"/> and one byte are enough.</param>
    /// <param name="faults">All errors; empty if the order can be carried out.</param>
    /// <returns>The order; null if there are errors.</returns>
    public static ReplayOrder? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        var order = OrderMembers.Read(body, Bounds, out faults, Read);
        return faults.Count == 0 ? order : null;
    }

    private static ReplayOrder Read(JsonNodeReader body)
    {
        if (body.Members().ToList() is not [var member])
        {
            body.Note(FaultCodes.Required, "The body must have exactly one of the members certificateIds, reason and all.");
            return new ReplayOrder();
        }

        body.RefuseOthers("certificateIds", "reason", "all");
        switch (member.Name)
        {
            case "certificateIds":
                return new ReplayOrder { CertificateIds = ReadIds(member) };
            case "reason":
                return new ReplayOrder { Reason = ReadReason(member) };
            case "all" when member.Value.ValueKind != JsonValueKind.True:
                member.Problem(FaultCodes.Enum, "must be true.");
                break;
        }

        return new ReplayOrder();
    }

    /// <summary>Reads certificate ids, at most <see cref="MostIds"/> of them.</summary>
    internal static HashSet<string> ReadIds(JsonNodeReader node)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        if (node.Value.ValueKind != JsonValueKind.Array)
        {
            node.Problem(FaultCodes.WrongType, "must be an array of certificate ids.");
            return ids;
        }

        switch (node.Value.GetArrayLength())
        {
            case 0:
                node.Problem(FaultCodes.EmptyArray, "must have at least one element.");
                break;
            case > MostIds:
                node.Problem(FaultCodes.TooManyItems, $"must have at most {MostIds} elements.");
                break;
        }

        foreach (var item in node.Items().Take(MostIds))
        {
            if (RandomId.Read(item.TextOrNull()) is { } id)
            {
                ids.Add(id);
            }
            else
            {
                item.Problem(FaultCodes.Format, "must be a certificate id.");
            }
        }

        return ids;
    }

    /// <summary>Reads a reason as text; null if it is not a text.</summary>
    internal static string? ReadReason(JsonNodeReader node)
    {
        var reason = node.Text();
        switch (reason?.Length)
        {
            case 0:
                node.Problem(FaultCodes.TooShort, "must not be empty.");
                break;
            case > LongestReason:
                node.Problem(FaultCodes.TooLong, $"must have at most {LongestReason} characters.");
                break;
        }

        return reason;
    }
}
