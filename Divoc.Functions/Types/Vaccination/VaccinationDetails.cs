namespace Divoc.Functions.Types.Vaccination;

/// <summary>One dose of a vaccine.</summary>
public sealed record VaccinationDetails
{
    /// <summary>The vaccine's name; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>Lot number.</summary>
    public string? Batch { get; init; }

    /// <summary>Manufacturer; may be empty.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>When the dose was given. Written with milliseconds and its original offset, <c>Z</c> for zero.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>First day on which the certificate is valid.</summary>
    public required DateOnly EffectiveStart { get; init; }

    /// <summary>Last day on which the certificate is valid.</summary>
    public required DateOnly EffectiveUntil { get; init; }

    /// <summary>Number of this dose, 1 to 99; above <see cref="TotalDoses"/> it is a booster.</summary>
    public required int Dose { get; init; }

    /// <summary>Doses of the primary series, 1 to 99.</summary>
    public required int TotalDoses { get; init; }
}
