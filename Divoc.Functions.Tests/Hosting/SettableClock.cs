namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// A wall clock that a test sets back or forward, as an operator or a time server does; timestamps and timers go on undisturbed.
/// </summary>
internal sealed class SettableClock : TimeProvider
{
    public DateTimeOffset UtcNow { get; set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => UtcNow;
}
