using Divoc.Functions.Operations;

namespace Divoc.Functions.Triggers;

/// <summary>A part of what was set aside.</summary>
/// <param name="Failures">The messages.</param>
/// <param name="Next">The value of <c>from</c> that goes on; null when nothing is left.</param>
internal sealed record FailuresBody(IReadOnlyList<SetAsideEvent> Failures, string? Next);
