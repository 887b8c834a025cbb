using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Certificates;

/// <summary>What the readers of all orders share. The body of an order is a small object, and unknown members are refused.</summary>
internal static class OrderMembers
{
    /// <summary>The deepest nesting that is read; no order has so many levels.</summary>
    public const int Levels = 4;

    /// <summary>Reads a body that is an object.</summary>
    /// <param name="body">The body as it was received; of a larger one, one byte more than the bounds is enough.</param>
    /// <param name="bounds">Its limits.</param>
    /// <param name="faults">Everything that is wrong, in the order of the body; empty if the order can be carried out.</param>
    /// <param name="read">Reads the object, and notes what is wrong with its members.</param>
    /// <returns>The order, even if its members have errors; null if there was nothing to read.</returns>
    public static T? Read<T>(ReadOnlyMemory<byte> body, JsonBounds bounds, out IReadOnlyList<Fault> faults, Func<JsonNodeReader, T> read)
        where T : class
    {
        var problems = new JsonProblems();
        using var input = JsonInput.Open(body, bounds, problems);
        T? order = null;
        if (input.Root is not { } root)
        {
            problems.Add(0, new Fault("", input.Refusal!.Code, Explain(input.Refusal, bounds)));
        }
        else if (root.Value.ValueKind != JsonValueKind.Object)
        {
            root.Note(FaultCodes.WrongType, "The body must be a JSON object.");
        }
        else
        {
            order = read(root);
        }

        faults = problems.InOrder();
        return order;
    }

    /// <summary>Notes an error for each member that is not known.</summary>
    public static void RefuseOthers(this JsonNodeReader body, params string[] known)
    {
        foreach (var _ in body.Members().Where(member => !known.Contains(member.Name, StringComparer.Ordinal)))
        {
            body.Note(FaultCodes.UnknownMember, $"The body has an unknown member. Allowed are: {string.Join(", ", known)}.");
        }
    }

    /// <summary>Reads the reason code of <see cref="StateChange.Reason"/>; empty, with an error noted, if it is missing or wrong.</summary>
    public static string Reason(this JsonNodeReader body)
    {
        var reason = body.Find("reason")?.OrNull?.Text() ?? "";
        if (reason.Length is 0 or > StateChange.LongestReason
            || reason.Any(character => !char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character != '_'))
        {
            body.NoteMember(
                "reason",
                reason.Length == 0 ? FaultCodes.Required : FaultCodes.Format,
                $"reason is required and must have 1 to {StateChange.LongestReason} upper-case letters, digits and underscores, such as "
                + "WRONG_PERSON.");
        }

        return reason;
    }

    private static string Explain(JsonRefusal refusal, JsonBounds bounds) => refusal.Code == FaultCodes.PayloadTooLarge
        ? $"The body is larger than {bounds.Bytes} bytes."
        : "The body is not JSON in UTF-8, has two members with the same name, or is nested too deeply.";
}
