namespace Divoc.Functions.Domain;

/// <summary>The few facts of a health event that the page of a later dose shows.</summary>
public sealed record EventFacts
{
    /// <summary>When the dose was given or the sample was taken.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The vaccine's name; null for a test.</summary>
    public string? Vaccine { get; init; }

    /// <summary>Lot number, or empty; null for a test.</summary>
    public string? Batch { get; init; }

    /// <summary>Doses of the primary series; null for a test.</summary>
    public int? TotalDoses { get; init; }

    /// <summary>Country of the facility, or empty.</summary>
    public required string Country { get; init; }
}
