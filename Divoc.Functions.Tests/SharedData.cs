namespace Divoc.Functions.Tests;

/// <summary>
/// The folder of published fixtures that lies beside the repository, or where DIVOC_SHARED_DATA points. Tests that need it are skipped
/// where it is missing.
/// </summary>
internal static class SharedData
{
    /// <summary>The repository's root: the folder of Divoc.slnx above the test program.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    private static readonly string Folder =
        Environment.GetEnvironmentVariable("DIVOC_SHARED_DATA") ?? Path.Combine(RepositoryRoot, "..", "shared", "data");

    /// <summary>The full path of a fixture; skips the running test where the fixtures are missing.</summary>
    public static string PathOf(params string[] parts)
    {
        Assert.SkipUnless(
            Directory.Exists(Folder),
            $"the fixtures are not there: put them at ../shared/data or point DIVOC_SHARED_DATA to them ({string.Join('/', parts)})");
        return Path.Combine([Folder, .. parts]);
    }

    /// <summary>A fixture's bytes; skips the running test where the fixtures are missing.</summary>
    public static byte[] Read(params string[] parts) => File.ReadAllBytes(PathOf(parts));

    private static string FindRepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Divoc.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Divoc.slnx was not found above the test program.");
    }
}
