namespace Divoc.Functions.Benchmarks.Service;

/// <summary>How the program under load is started.</summary>
internal sealed record ServiceOptions
{
    /// <summary>Environment variables; none for the default configuration.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What each fsync takes longer than the disk needs.</summary>
    public TimeSpan FsyncDelay { get; init; }

    /// <summary>Where its data lie, which stay; null for a new folder that is deleted with the process.</summary>
    public string? DataDirectory { get; init; }
}
