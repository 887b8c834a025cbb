using Divoc.Functions.Registry;

namespace Divoc.Functions.Tests.Faults;

/// <summary>Where a program is to stop: right after a named write.</summary>
/// <param name="Name">The write.</param>
/// <param name="Left">After how many more of them.</param>
internal sealed record StopPoint(ProtocolWrite Name, int Left)
{
    /// <summary>What is left of it after a write of a name.</summary>
    public StopPoint After(ProtocolWrite name) => name == Name ? this with { Left = Left - 1 } : this;
}
