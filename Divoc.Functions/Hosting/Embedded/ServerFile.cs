using System.Text.Json;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Writes into the data directory where the program that owns it listens, for the commands of its operator. The file of a program that was
/// killed has no meaning: the lock of the folder shows whether there is a program (<see cref="DataDirectory.IsInUse"/>).
/// </summary>
internal static class ServerFile
{
    private const string FileName = "server.json";

    /// <summary>Writes a temporary file and moves it to its place, so that a reader never sees an incomplete file.</summary>
    public static void Write(string folder, string url)
    {
        var path = PathOf(folder);
        File.WriteAllBytes(
            $"{path}.new",
            JsonSerializer.SerializeToUtf8Bytes(new RunningServer(url, Environment.ProcessId), HostJson.Default.RunningServer));
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>The program of a folder that is in use; null if it does not say where it listens.</summary>
    public static RunningServer? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(folder)), HostJson.Default.RunningServer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Deletes the file, if it exists.</summary>
    public static void Delete(string folder)
    {
        try
        {
            File.Delete(PathOf(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has no meaning once the lock is gone.
        }
    }

    private static string PathOf(string folder) => Path.Combine(folder, FileName);
}

/// <summary>The content of <c>server.json</c>.</summary>
/// <param name="Url">The address where it listens, as other programs of the machine use it.</param>
/// <param name="Pid">Its process id.</param>
internal sealed record RunningServer(string Url, int Pid);
