namespace Divoc.Functions.Issuing;

/// <summary>A message that a replay left where it lies.</summary>
/// <param name="Place">Where that is.</param>
/// <param name="SequenceNumber">Its number there.</param>
/// <param name="Reason">Why: a stable word.</param>
public sealed record LeftMessage(string Place, long SequenceNumber, string Reason);
