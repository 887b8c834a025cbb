namespace Divoc.Functions.Rendering;

/// <summary>A dose given before the certified one, for the printed page.</summary>
/// <param name="Dose">Its number.</param>
/// <param name="TotalDoses">Doses of the primary series.</param>
/// <param name="Vaccine">The vaccine's name.</param>
/// <param name="Batch">Lot number, or empty.</param>
/// <param name="Date">When it was given.</param>
/// <param name="Country">Country of the facility, or empty.</param>
public sealed record EarlierDose(int Dose, int TotalDoses, string Vaccine, string Batch, DateTimeOffset Date, string Country);
