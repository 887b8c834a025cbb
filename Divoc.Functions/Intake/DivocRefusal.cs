using Divoc.Functions.Domain;

namespace Divoc.Functions.Intake;

/// <summary>
/// What DIVOC's clients read in the answer to a refused request (specification 08, section 1): how far the request came, <c>code</c>, which is a number for a
/// fault of the schema and else a word, and <c>message</c>.
/// </summary>
/// <param name="Kind">How far the request came.</param>
/// <param name="Number">DIVOC's <c>code</c> as a number; null if it is a word.</param>
/// <param name="Word">DIVOC's <c>code</c> as a word; null if it is a number.</param>
/// <param name="Message">DIVOC's <c>message</c>, in its own words where it has them.</param>
public sealed record DivocRefusal(RefusalKind Kind, int? Number, string? Word, string Message)
{
    /// <summary>
    /// The refusal of a request with these faults: for its size; else since it can't be decoded; else by the schema, with DIVOC's number of the
    /// first fault of it; else by a rule, with <c>MISSING_FIELDS</c>, as DIVOC knows no other rule, or the code of the first fault.
    /// </summary>
    /// <param name="faults">The faults in the order of the document; at least one.</param>
    public static DivocRefusal Of(IReadOnlyList<Fault> faults)
    {
        var first = FirstOf(faults);
        return new DivocRefusal(KindOf(first), first.DivocCode, first.DivocCode is null ? first.Code : null, first.DivocMessage ?? first.Detail);
    }

    /// <summary>The fault that the refusal goes by.</summary>
    public static Fault FirstOf(IReadOnlyList<Fault> faults)
    {
        return faults.FirstOrDefault(fault => fault.Code == FaultCodes.PayloadTooLarge)
            ?? faults.FirstOrDefault(fault => fault.DivocCode == 400)
            ?? faults.FirstOrDefault(fault => fault.DivocCode is not null)
            ?? faults.FirstOrDefault(fault => fault.Code == FaultCodes.MissingFields)
            ?? faults[0];
    }

    private static RefusalKind KindOf(Fault fault)
    {
        if (fault.Code == FaultCodes.PayloadTooLarge)
        {
            return RefusalKind.TooLarge;
        }

        return fault.DivocCode switch
        {
            null => RefusalKind.Rule,
            > 600 => RefusalKind.Schema,
            _ => RefusalKind.Undecodable,
        };
    }
}

/// <summary>How far a refused request came.</summary>
public enum RefusalKind
{
    /// <summary>Its body is larger than is read.</summary>
    TooLarge,

    /// <summary>It is not JSON, or a value is of another type.</summary>
    Undecodable,

    /// <summary>It breaks DIVOC's schema.</summary>
    Schema,

    /// <summary>It breaks a rule beyond the schema.</summary>
    Rule,
}
