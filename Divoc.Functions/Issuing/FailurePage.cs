namespace Divoc.Functions.Issuing;

/// <summary>A part of what was set aside.</summary>
/// <param name="Events">The messages.</param>
/// <param name="Next">Where to go on; null when nothing is left.</param>
public sealed record FailurePage(IReadOnlyList<SetAsideEvent> Events, FailurePosition? Next);
