namespace Divoc.Functions.Tests.LinkedData;

/// <summary>
/// When work that must be bounded counts as unbounded: what takes this long would take hours without its bound, while the bounded work
/// takes a second at most on a machine that has time for it.
/// </summary>
internal static class Unbounded
{
    public static readonly TimeSpan AfterThis = TimeSpan.FromMinutes(5);
}
