using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Operations;

/// <summary>
/// Reads the body of a call that replays what was set aside: an object with one of <c>certificateIds</c>, <c>reason</c> and <c>all</c>. Everything is replayed only
/// where the word is written, since an empty object may be a mistake.
/// </summary>
public static class ReplayOrderReader
{
    /// <summary>The largest body in bytes.</summary>
    public const int BodyBytes = 16 * 1024;

    /// <summary>The most certificate ids of one call.</summary>
    public const int MostIds = 100;

    /// <summary>The longest reason in characters; those of this service and of Service Bus are far shorter.</summary>
    public const int LongestReason = 256;

    private static readonly Fault OneMember = new("", FaultCodes.Required, "The body must have one member: certificateIds, reason, or all.");

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="BodyBytes"/> is looked for.</param>
    /// <param name="faults">Everything that is wrong; empty when the order can be carried out.</param>
    /// <returns>The order; null when there are faults.</returns>
    public static ReplayOrder? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Fault> faults)
    {
        List<Fault> found = [];
        faults = found;
        ReplayOrder? order = null;
        OrderBody.Read(body, BodyBytes, found, members => order = Read(members, found));
        return found.Count == 0 ? order : null;
    }

    private static ReplayOrder Read(JsonElement body, List<Fault> faults)
    {
        var members = body.EnumerateObject().ToList();
        if (members is not [var member])
        {
            faults.Add(OneMember);
            return new ReplayOrder();
        }

        switch (member.Name)
        {
            case "certificateIds":
                return new ReplayOrder { CertificateIds = ReadIds(member.Value, faults) };
            case "reason":
                return new ReplayOrder { Reason = ReadReason(member.Value, faults) };
            case "all":
                AddIf(member.Value.ValueKind != JsonValueKind.True, new Fault("/all", FaultCodes.Enum, "It can only be true."), faults);
                return new ReplayOrder();
            default:
                faults.Add(new Fault("", FaultCodes.UnknownMember, "The body has a member that is not known. Known are certificateIds, reason, all."));
                return new ReplayOrder();
        }
    }

    internal static HashSet<string> ReadIds(JsonElement value, List<Fault> faults)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault("/certificateIds", FaultCodes.WrongType, "It must be an array of certificate ids."));
            return ids;
        }

        AddIf(value.GetArrayLength() == 0, new Fault("/certificateIds", FaultCodes.EmptyArray, "It has no element."), faults);
        AddIf(value.GetArrayLength() > MostIds, new Fault("/certificateIds", FaultCodes.TooManyItems, $"It may have {MostIds} elements."), faults);
        foreach (var (index, element) in value.EnumerateArray().Take(MostIds).Index())
        {
            var id = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
            AddIf(!RandomId.IsWellFormed(id), new Fault($"/certificateIds/{index}", FaultCodes.Format, "It is no certificate id."), faults);
            ids.Add(id ?? "");
        }

        return ids;
    }

    internal static string? ReadReason(JsonElement value, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add(new Fault("/reason", FaultCodes.WrongType, "It must be a string."));
            return null;
        }

        var reason = value.GetString()!;
        AddIf(reason.Length == 0, new Fault("/reason", FaultCodes.TooShort, "It is empty."), faults);
        AddIf(reason.Length > LongestReason, new Fault("/reason", FaultCodes.TooLong, $"It may have {LongestReason} characters."), faults);
        return reason;
    }

    internal static void AddIf(bool isWrong, Fault fault, List<Fault> faults)
    {
        if (isWrong)
        {
            faults.Add(fault);
        }
    }
}
