using Divoc.Functions.Domain;

namespace Divoc.Functions.Triggers;

/// <summary>The answer to an order that can't be read.</summary>
internal static class UnreadableOrder
{
    /// <summary>The answer.</summary>
    /// <param name="outcome">A sentence that says that nothing was done.</param>
    /// <param name="faults">The errors, at least one.</param>
    public static Problem Of(string outcome, IReadOnlyList<Fault> faults)
    {
        var status = faults[0].Code == FaultCodes.PayloadTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
        return new Problem(
            status,
            faults[0].Code,
            $"{outcome} Correct what errors lists and send the call again.") { Message = faults[0].Detail, Errors = faults };
    }
}
