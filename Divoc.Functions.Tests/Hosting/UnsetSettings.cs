using Divoc.Functions.Domain;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>Settings that still hold a sample value.</summary>
internal sealed class UnsetSettings : ISampleSettings
{
    public IEnumerable<string> SampleValuesInUse() => ["Divoc:Probe:Name"];
}
