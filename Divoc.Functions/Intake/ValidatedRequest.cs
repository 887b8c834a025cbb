using Divoc.Functions.Domain;

namespace Divoc.Functions.Intake;

/// <summary>What the validation made of a request: its events, or everything that is wrong with it.</summary>
public sealed record ValidatedRequest
{
    /// <summary>The events in the order of the array; empty when there are faults.</summary>
    public required IReadOnlyList<AcceptedEvent> Events { get; init; }

    /// <summary>Everything that is wrong, in the order of the document; empty when the request is accepted.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>What is doubtful and yet accepted.</summary>
    public required IReadOnlyList<Fault> Warnings { get; init; }

    /// <summary>What DIVOC's clients are answered; null when the request is accepted.</summary>
    public DivocRefusal? Refusal { get; init; }
}
