namespace Divoc.Functions.Hosting;

/// <summary>
/// The folder with all state of the embedded host. One process at a time owns it, with an exclusive lock on the file <c>owner.lock</c> in
/// it; the operating system releases the lock however the process ends. Disposing releases the folder.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    /// <summary>
    /// The folder for store, queue, signing key and access keys. Only one process can use it at a time. For a worker it has only the key
    /// that signs on a developer's machine.
    /// </summary>
    /// <value>folder</value>
    /// <default><c>.divoc</c> in the working directory</default>
    public const string SettingName = "Divoc:DataDirectory";

    /// <summary>The folder if the setting is missing, below the working directory.</summary>
    public const string DefaultName = ".divoc";

    /// <summary>The file that the owner of the folder locks.</summary>
    internal const string LockName = "owner.lock";

    /// <summary>The error codes of a refused lock: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static readonly int[] LockedByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream ownership;

    private DataDirectory(string path, FileStream ownership)
    {
        Path = path;
        this.ownership = ownership;
    }

    public string Path { get; }

    /// <summary>Becomes the owner of a folder; creates it, readable only by its user, if there is none.</summary>
    /// <param name="path">The path, relative to the working directory or full.</param>
    /// <exception cref="StartupException">It can't be created or written, or another process owns it.</exception>
    public static DataDirectory Open(string path)
    {
        return TryOpen(path) ?? throw new StartupException(
            $"The data in {System.IO.Path.GetFullPath(path)} are in use by another process: stop that process, or choose another folder "
                + $"with {Variable}.");
    }

    /// <summary>The same; null if another process owns the folder.</summary>
    /// <exception cref="StartupException">It can't be created or written.</exception>
    public static DataDirectory? TryOpen(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        try
        {
            Create(folder);
            return new DataDirectory(folder, new FileStream(System.IO.Path.Combine(folder, LockName), LockOptions()));
        }
        catch (IOException exception) when (LockedByAnother.Contains(exception.HResult))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, exception);
        }
    }

    /// <summary>Whether another process owns a folder. Takes the lock for a moment to find out.</summary>
    public static bool IsInUse(string path)
    {
        var file = System.IO.Path.Combine(System.IO.Path.GetFullPath(path), LockName);
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            using var ownership = new FileStream(file, LockOptions());
            return false;
        }
        catch (IOException exception) when (LockedByAnother.Contains(exception.HResult))
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
    }

    /// <summary>
    /// Creates a folder, readable only by its user, if there is none, without owning it: for files that several processes may read. Returns
    /// its full path.
    /// </summary>
    /// <param name="setting">The value of <see cref="SettingName"/>; <see cref="DefaultName"/> if there is none.</param>
    /// <exception cref="StartupException">It can't be created.</exception>
    public static string Provide(string? setting)
    {
        var folder = FullPath(setting);
        try
        {
            Create(folder);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, exception);
        }
    }

    /// <summary>
    /// The full path of the folder that a value of <see cref="SettingName"/> names; of <see cref="DefaultName"/> if there is none.
    /// </summary>
    public static string FullPath(string? setting) =>
        System.IO.Path.GetFullPath(string.IsNullOrWhiteSpace(setting) ? DefaultName : setting);

    private static string Variable => SettingName.Replace(":", "__", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        ownership.Dispose();
    }

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static StartupException Unwritable(string folder, Exception exception)
    {
        return new StartupException(
            $"The data directory {folder} can't be written ({exception.Message}): choose another folder with {Variable}.", exception);
    }

    private static FileStreamOptions LockOptions()
    {
        var options =
            new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
