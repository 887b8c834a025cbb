namespace Divoc.Functions.Health;

/// <summary>Whether each part that the service needs works.</summary>
/// <param name="Store">The store took a write and a delete.</param>
/// <param name="Queue">The queue answered.</param>
/// <param name="Key">The key signed.</param>
public sealed record ReadinessReport(bool Store, bool Queue, bool Key)
{
    /// <summary>Whether all parts work.</summary>
    public bool IsReady => Store && Queue && Key;
}
