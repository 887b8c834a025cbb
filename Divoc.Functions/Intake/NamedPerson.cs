namespace Divoc.Functions.Intake;

/// <summary>A vaccinator or verifier.</summary>
public sealed record NamedPerson
{
    /// <summary>Full name.</summary>
    public required string Name { get; init; }
}
