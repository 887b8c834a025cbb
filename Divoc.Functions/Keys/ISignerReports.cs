namespace Divoc.Functions.Keys;

/// <summary>What the processes that sign with a vault tell each other of what they use of it, so that together they keep to its limit.</summary>
public interface ISignerReports
{
    /// <summary>Writes the report of a process in the place of its last one.</summary>
    Task WriteAsync(string vault, SignerReport report, CancellationToken cancellationToken);

    /// <summary>Reads the last report of each process that ever reported and was not deleted.</summary>
    Task<IReadOnlyList<SignerReport>> ReadAsync(string vault, CancellationToken cancellationToken);

    /// <summary>Deletes the report of a process that is gone.</summary>
    Task DeleteAsync(string vault, string instance, CancellationToken cancellationToken);
}

/// <summary>What a process used of a vault of late.</summary>
/// <param name="Instance">The process: a random name.</param>
/// <param name="Number">Another one in each of its reports, so that others see that it lives, whatever their clocks say.</param>
/// <param name="Lanes">By <see cref="SigningLane"/>.</param>
public sealed record SignerReport(string Instance, long Number, IReadOnlyList<LaneReport> Lanes);

/// <summary>What one lane of a process used.</summary>
/// <param name="Use">The part of the vault's limit.</param>
/// <param name="Waits">Whether it waited for its turns for most of the time, so that it could use more.</param>
public readonly record struct LaneReport(double Use, bool Waits);
