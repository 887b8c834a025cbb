namespace Divoc.Functions.Keys;

/// <summary>Reports of the processes that sign with a vault about their use of it, so that together they stay below its limit.</summary>
public interface ISignerReports
{
    /// <summary>Writes the report of a process over its last one.</summary>
    Task WriteAsync(string vault, SignerReport report, CancellationToken cancellationToken);

    /// <summary>Reads the last report of each process, except deleted ones.</summary>
    Task<IReadOnlyList<SignerReport>> ReadAsync(string vault, CancellationToken cancellationToken);

    /// <summary>Deletes the report of a process that is gone.</summary>
    Task DeleteAsync(string vault, string instance, CancellationToken cancellationToken);
}

/// <summary>The recent use of a vault by a process.</summary>
/// <param name="Instance">The process: a random name.</param>
/// <param name="Number">Different in each of its reports, so that others see that it is running, independent of their clocks.</param>
/// <param name="Lanes">By <see cref="SigningLane"/>.</param>
public sealed record SignerReport(string Instance, long Number, IReadOnlyList<LaneReport> Lanes);

/// <summary>The use of one lane of a process.</summary>
/// <param name="Use">The used part of the vault's limit.</param>
/// <param name="Waits">Whether it waited for its turns most of the time, so that it could use more.</param>
public readonly record struct LaneReport(double Use, bool Waits);
