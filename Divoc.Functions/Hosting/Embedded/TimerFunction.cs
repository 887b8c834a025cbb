using NCrontab;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>A function that is called by the clock.</summary>
/// <param name="Function">How to call it.</param>
/// <param name="Schedule">When (UTC).</param>
/// <param name="RunOnStartup">Whether it is also called at start.</param>
internal sealed record TimerFunction(BoundFunction Function, CrontabSchedule Schedule, bool RunOnStartup);
