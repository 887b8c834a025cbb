using Divoc.Functions.Domain;

namespace Divoc.Functions.Intake;

/// <summary>
/// What DIVOC's clients read in the answer to a refused request (specification 08, section 1): a status, <c>code</c>, which is a number for a
/// fault of the schema and else a word, and <c>message</c>.
/// </summary>
/// <param name="Status">The HTTP status: 400, 413 or 422.</param>
/// <param name="Number">DIVOC's <c>code</c> as a number; null if it is a word.</param>
/// <param name="Word">DIVOC's <c>code</c> as a word; null if it is a number.</param>
/// <param name="Message">DIVOC's <c>message</c>, in its own words where it has them.</param>
public sealed record DivocRefusal(int Status, int? Number, string? Word, string Message)
{
    /// <summary>
    /// The refusal of a request with these faults: 413 if it is too large; else 400 if it can't be decoded; else 422 with DIVOC's number of the
    /// first fault of the schema; else 400 with <c>MISSING_FIELDS</c>, as DIVOC knows no other rule, or the code of the first fault.
    /// </summary>
    /// <param name="faults">The faults in the order of the document; at least one.</param>
    public static DivocRefusal Of(IReadOnlyList<Fault> faults)
    {
        var first = faults.FirstOrDefault(fault => fault.Code == FaultCodes.PayloadTooLarge)
            ?? faults.FirstOrDefault(fault => fault.DivocCode == 400)
            ?? faults.FirstOrDefault(fault => fault.DivocCode is not null)
            ?? faults.FirstOrDefault(fault => fault.Code == FaultCodes.MissingFields)
            ?? faults[0];
        var status = first.Code == FaultCodes.PayloadTooLarge ? 413 : first.DivocCode is > 600 ? 422 : 400;
        return new DivocRefusal(status, first.DivocCode, first.DivocCode is null ? first.Code : null, first.DivocMessage ?? first.Detail);
    }
}
