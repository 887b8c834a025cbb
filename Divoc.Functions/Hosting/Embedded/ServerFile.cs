using System.Text.Json;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// Says in the data directory where the program listens that has it in possession, for the commands of its operator. What is left of a program that was killed says nothing: whether there is one tells
/// the lock of the folder (<see cref="DataDirectory.IsInUse"/>).
/// </summary>
internal static class ServerFile
{
    private const string FileName = "server.json";

    /// <summary>Writes it beside its place and moves it there, so that a reader sees no half file.</summary>
    public static void Write(string folder, string url)
    {
        var path = PathOf(folder);
        File.WriteAllBytes($"{path}.new", JsonSerializer.SerializeToUtf8Bytes(new RunningServer(url, Environment.ProcessId), HostJson.Default.RunningServer));
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>The program of a folder that is in use; null where it does not say where it listens.</summary>
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

    /// <summary>Takes it away, if it is there.</summary>
    public static void Delete(string folder)
    {
        try
        {
            File.Delete(PathOf(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It says nothing once the lock is gone.
        }
    }

    private static string PathOf(string folder) => Path.Combine(folder, FileName);
}

/// <summary>The content of <c>server.json</c>.</summary>
/// <param name="Url">Where it listens, as programs of its machine call it.</param>
/// <param name="Pid">Its process id.</param>
internal sealed record RunningServer(string Url, int Pid);
