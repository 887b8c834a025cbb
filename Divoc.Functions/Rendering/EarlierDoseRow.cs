namespace Divoc.Functions.Rendering;

/// <summary>A line of the table of earlier doses, ready to print.</summary>
/// <param name="Dose">Which dose, or empty.</param>
/// <param name="Vaccine">The vaccine, or all that is known.</param>
/// <param name="Batch">Lot number, or empty.</param>
/// <param name="Date">When, or empty.</param>
/// <param name="Country">Where, or empty.</param>
internal sealed record EarlierDoseRow(string Dose, string Vaccine, string Batch, string Date, string Country);
