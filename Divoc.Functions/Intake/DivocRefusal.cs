using Divoc.Functions.Domain;

namespace Divoc.Functions.Intake;

/// <summary>
/// The data for DIVOC's clients in the answer to a refused request (specification 08, section 1): the stage of the refusal, <c>code</c> (a
/// number for a schema error, else a word) and <c>message</c>.
/// </summary>
/// <param name="Kind">The stage at which the request was refused.</param>
/// <param name="Number">DIVOC's <c>code</c> as a number; null if it is a word.</param>
/// <param name="Word">DIVOC's <c>code</c> as a word; null if it is a number.</param>
/// <param name="Message">DIVOC's <c>message</c>, in DIVOC's own words if it has any.</param>
public sealed record DivocRefusal(RefusalKind Kind, int? Number, string? Word, string Message)
{
    /// <summary>
    /// The refusal of a request with these errors: for its size; else because it can't be decoded; else by the schema, with DIVOC's number
    /// of the first schema error; else by a rule, with <c>MISSING_FIELDS</c>, the only rule that DIVOC knows, or with the code of the first
    /// error.
    /// </summary>
    /// <param name="faults">The errors in the order of the document; at least one.</param>
    public static DivocRefusal Of(IReadOnlyList<Fault> faults)
    {
        var first = FirstOf(faults);
        return new DivocRefusal(
            KindOf(first), first.DivocCode, first.DivocCode is null ? first.Code : null, first.DivocMessage ?? first.Detail);
    }

    /// <summary>The error that decides the refusal.</summary>
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

/// <summary>The stage at which a request was refused.</summary>
public enum RefusalKind
{
    /// <summary>Its body is too large.</summary>
    TooLarge,

    /// <summary>It is not JSON, or a value has another type.</summary>
    Undecodable,

    /// <summary>It breaks DIVOC's schema.</summary>
    Schema,

    /// <summary>It breaks a rule beyond the schema.</summary>
    Rule,
}
