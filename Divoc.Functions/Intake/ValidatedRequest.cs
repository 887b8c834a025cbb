using Divoc.Functions.Domain;

namespace Divoc.Functions.Intake;

/// <summary>The result of the validation of a request: its events, or all errors.</summary>
public sealed record ValidatedRequest
{
    /// <summary>The events in the order of the array; empty if there are errors.</summary>
    public required IReadOnlyList<AcceptedEvent> Events { get; init; }

    /// <summary>All errors, in the order of the document; empty if the request is accepted.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Warnings about accepted events.</summary>
    public required IReadOnlyList<Fault> Warnings { get; init; }

    /// <summary>The answer for DIVOC's clients; null if the request is accepted.</summary>
    public DivocRefusal? Refusal { get; init; }
}
