using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain.Json;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// The two keys that open the functions, as in the Functions host: one for level Function, and the admin key for all. Made at first start,
/// 32 random bytes each in base64url, stored in <c>keys.json</c> in the data directory, which only its owner can read.
/// </summary>
internal sealed class AccessKeys
{
    private const string FileName = "keys.json";
    private const int KeyBytes = 32;

    private readonly byte[] functionKeyHash;
    private readonly byte[] adminKeyHash;

    private AccessKeys(string path, AccessKeyFile keys)
    {
        Path = path;
        functionKeyHash = Hash(keys.FunctionKey);
        adminKeyHash = Hash(keys.AdminKey);
    }

    /// <summary>The path of the keys.</summary>
    public string Path { get; }

    /// <summary>The path of the keys of a data directory.</summary>
    public static string PathIn(string folder) => System.IO.Path.Combine(folder, FileName);

    /// <summary>Reads the keys of a data directory; makes them if there are none.</summary>
    /// <exception cref="StartupException">The file is damaged, or can't be read or written.</exception>
    public static AccessKeys ReadOrMake(DataDirectory directory)
    {
        var path = PathIn(directory.Path);
        try
        {
            return new AccessKeys(path, File.Exists(path) ? Read(path) : Make(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The access keys {path} can't be read or written ({exception.Message}): give this user read and write access to the file.",
                exception);
        }
    }

    /// <summary>The keys of a data directory; null if none were made.</summary>
    /// <exception cref="StartupException">The file is damaged, or can't be read.</exception>
    public static AccessKeyFile? Find(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? Read(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The access keys {path} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a presented key opens a function of a level. The time that this takes does not depend on the key.</summary>
    public bool Opens(string presented, AuthorizationLevel level)
    {
        var hash = Hash(presented);
        var isAdmin = CryptographicOperations.FixedTimeEquals(hash, adminKeyHash);
        var isFunction = CryptographicOperations.FixedTimeEquals(hash, functionKeyHash);
        return isAdmin | (isFunction & level == AuthorizationLevel.Function);
    }

    private static AccessKeyFile Read(string path)
    {
        try
        {
            var keys = JsonSerializer.Deserialize(
                JsonInput.WithoutByteOrderMark(File.ReadAllBytes(path).AsSpan()), HostJson.Default.AccessKeyFile);
            if (IsKey(keys?.FunctionKey) && IsKey(keys?.AdminKey))
            {
                return keys!;
            }
        }
        catch (JsonException)
        {
            // Reported below, without the content.
        }

        throw new StartupException($"The access keys {path} are damaged: restore the file, or delete it. Then the next start "
            + "makes new keys.");
    }

    private static bool IsKey(string? text)
    {
        return text is { Length: >= KeyBytes };
    }

    /// <summary>Writes a temporary file and moves it to its place, so that a crash leaves no incomplete file.</summary>
    private static AccessKeyFile Make(string path)
    {
        var keys = new AccessKeyFile(NewKey(), NewKey());
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(keys, HostJson.Default.AccessKeyFile));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        return keys;
    }

    private static string NewKey()
    {
        return Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
    }

    private static byte[] Hash(string key)
    {
        return SHA256.HashData(Encoding.UTF8.GetBytes(key));
    }
}

/// <summary>The content of <c>keys.json</c>.</summary>
/// <param name="FunctionKey">Opens functions of level Function.</param>
/// <param name="AdminKey">Opens all functions.</param>
internal sealed record AccessKeyFile(string FunctionKey, string AdminKey);

/// <summary>The JSON of the embedded host's own files.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AccessKeyFile))]
[JsonSerializable(typeof(RunningServer))]
internal sealed partial class HostJson : JsonSerializerContext;
