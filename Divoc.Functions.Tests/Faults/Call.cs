namespace Divoc.Functions.Tests.Faults;

/// <summary>A call of a port at which a flow has stopped.</summary>
/// <param name="Kind">How it may end.</param>
/// <param name="Text">What it is, for the schedule that a failure prints.</param>
internal sealed record Call(CallKind Kind, string Text)
{
    public override string ToString() => Text;
}
