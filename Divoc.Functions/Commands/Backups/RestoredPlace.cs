using System.Globalization;
using Divoc.Functions.Hosting;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Commands.Backups;

/// <summary>
/// A data directory into which a backup is put, and which this process owns. The store is the last file to be moved in, and the first of
/// the former files to be moved out. The program does not start without it: so a restore that is interrupted leaves data that are complete
/// or that nobody can use by mistake. The same command then completes the work.
/// </summary>
internal sealed class RestoredPlace(string folder)
{
    private const string AsidePart = "replaced.part";
    private const string AsidePrefix = "replaced-";
    private const string WorkName = "restore.part";

    /// <summary>Where the restored files are prepared, on the same disk.</summary>
    public string Work { get; } = Path.Combine(folder, WorkName);

    /// <summary>
    /// The path of the store that was in use until now; null if there is none. An interrupted restore may have moved it away.
    /// </summary>
    public string? FormerStore =>
        new[] { folder, Aside }.FirstOrDefault(place => File.Exists(Path.Combine(place, SqliteArtifactStore.FileName)));

    /// <summary>Whether the folder has files that a restore would move away.</summary>
    public bool HasData => Entries().Any();

    private string Aside => Path.Combine(folder, AsidePart);

    /// <summary>
    /// Completes an earlier restore that was interrupted after its store was in place: then only the folder with the former data lacked its
    /// name.
    /// </summary>
    public void EndEarlier()
    {
        if (Directory.Exists(Aside)
            && File.Exists(Path.Combine(folder, SqliteArtifactStore.FileName))
            && File.Exists(Path.Combine(Aside, SqliteArtifactStore.FileName)))
        {
            NameAside();
        }
    }

    /// <summary>Moves the former data aside and the prepared ones into their place.</summary>
    /// <returns>The folder of the former data; null if there were none.</returns>
    public string? Commit()
    {
        var former = Entries().OrderByDescending(IsStore).ToList();
        if (former.Count > 0 || Directory.Exists(Aside))
        {
            BackupFiles.Make(Aside);
            former.ForEach(MoveAside);
        }

        foreach (var file in Directory.EnumerateFiles(Work).ToList().OrderBy(IsStore))
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Directory.Exists(Aside) ? NameAside() : null;
    }

    /// <summary>
    /// If a file with this name has already been moved away, that was the former one: the file that is here now came from the interrupted
    /// restore.
    /// </summary>
    private void MoveAside(string entry)
    {
        var target = Path.Combine(Aside, Path.GetFileName(entry));
        if (Directory.Exists(entry))
        {
            Directory.Move(entry, target);
        }
        else if (File.Exists(target))
        {
            File.Delete(entry);
        }
        else
        {
            File.Move(entry, target);
        }
    }

    private string NameAside()
    {
        var name = Path.Combine(
            folder, $"{AsidePrefix}{DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}");
        Directory.Move(Aside, name);
        return name;
    }

    private static bool IsStore(string entry) => Path.GetFileName(entry) == SqliteArtifactStore.FileName;

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(folder).Where(entry => IsOfData(Path.GetFileName(entry)));

    private static bool IsOfData(string name)
    {
        return name is not (DataDirectory.LockName or BackupMaker.WorkFolder or AsidePart or WorkName)
            && !name.StartsWith(AsidePrefix, StringComparison.Ordinal);
    }
}
