namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// A folder for the files of simulated programs: in memory where the system has such a place, since what outlives a stop is not the disk's
/// matter here.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    public string Path { get; } = Directory.Exists(InMemory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"divoc-test-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("divoc-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
