using System.Globalization;
using Divoc.Functions.Hosting;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Commands.Backups;

/// <summary>
/// A data directory into which a backup is put, and that this process owns. The store is the last file that comes, and of the former data the first that goes: without it the program does not
/// start, so whoever stops in between leaves data that are whole or that nobody can use by mistake; the same command then ends the work.
/// </summary>
internal sealed class RestoredPlace(string folder)
{
    private const string AsidePart = "replaced.part";
    private const string AsidePrefix = "replaced-";
    private const string WorkName = "restore.part";

    /// <summary>Where the restored files are prepared, on the same disk.</summary>
    public string Work { get; } = Path.Combine(folder, WorkName);

    /// <summary>Where the store lies that was in use until now; null where there is none. A restore that was stopped may have moved it aside.</summary>
    public string? FormerStore => new[] { folder, Aside }.FirstOrDefault(place => File.Exists(Path.Combine(place, SqliteArtifactStore.FileName)));

    /// <summary>Whether anything lies there that a restore would put aside.</summary>
    public bool HasData => Entries().Any();

    private string Aside => Path.Combine(folder, AsidePart);

    /// <summary>Ends what an earlier restore was stopped in: once its store was in place, only the name of the folder with the former data was missing.</summary>
    public void EndEarlier()
    {
        if (Directory.Exists(Aside) && File.Exists(Path.Combine(folder, SqliteArtifactStore.FileName)) && File.Exists(Path.Combine(Aside, SqliteArtifactStore.FileName)))
        {
            NameAside();
        }
    }

    /// <summary>Moves the former data aside and the prepared ones into their place.</summary>
    /// <returns>Where the former ones lie; null where there were none.</returns>
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

    /// <summary>What has been moved aside under a name before was a former file: that which lies here now came from the restore that was stopped.</summary>
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
        var name = Path.Combine(folder, $"{AsidePrefix}{DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}");
        Directory.Move(Aside, name);
        return name;
    }

    private static bool IsStore(string entry) => Path.GetFileName(entry) == SqliteArtifactStore.FileName;

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(folder).Where(entry => IsOfData(Path.GetFileName(entry)));

    private static bool IsOfData(string name)
    {
        return name is not (DataDirectory.LockName or BackupMaker.WorkFolder or AsidePart or WorkName) && !name.StartsWith(AsidePrefix, StringComparison.Ordinal);
    }
}
