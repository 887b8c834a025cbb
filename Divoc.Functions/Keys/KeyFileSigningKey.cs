using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Keys;

/// <summary>
/// Signing keys in files of the data directory, for a developer's machine and for deployments without a key vault. <c>signing-key.pem</c> is made when there is
/// none. Beside it may lie <c>signing-key-*.pem</c>, later keys: each is published from the start that first meets it, signs after a time, and takes the place of
/// the one before, whose file stays so that it stays published. The files are read at start.
/// </summary>
public sealed partial class KeyFileSigningKey : ISigningKey, IDisposable
{
    /// <summary>How long a new key is published before it signs, unless its file says when: verifiers that fetch the keys daily know it by then. As for a vault's versions.</summary>
    public static readonly TimeSpan PublishBeforeUse = TimeSpan.FromHours(24);

    // By the time from which on they sign.
    private readonly IReadOnlyList<KeyFile> keys;
    private readonly TimeProvider time;

    private KeyFileSigningKey(IReadOnlyList<KeyFile> keys, TimeProvider time)
    {
        this.keys = keys;
        this.time = time;
    }

    /// <summary>Reads the key files, or makes a new RSA-2048 key when there are none.</summary>
    /// <param name="path">The first file.</param>
    /// <param name="forThisMachine">Whether what is signed stays on this machine; a key that is made then is one <see cref="PublishedKey.MadeByProgram"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where warnings go; null for nowhere.</param>
    /// <exception cref="KeyFileException">A file is there and holds no usable key, or can't be read or written.</exception>
    public static KeyFileSigningKey Open(string path, bool forThisMachine = false, TimeProvider? time = null, ILogger? logger = null)
    {
        var clock = time ?? TimeProvider.System;
        try
        {
            if (!IsThere(path))
            {
                KeyFile.Create(path, forThisMachine);
            }

            return new KeyFileSigningKey(Read(path, forThisMachine, clock, logger ?? NullLogger.Instance), clock);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {path} can't be read or written ({fault.Message}): give this user read and write access to it.", fault);
        }
    }

    /// <summary>Whether there is a key file, so that none would be made.</summary>
    /// <param name="path">The first file.</param>
    public static bool IsThere(string path) => FilesOf(path).Count > 0;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<PublishedKey>>([.. keys.Reverse().Prepend(Current()).Select(key => key.Published).DistinctBy(key => key.KeyId)]);
    }

    /// <inheritdoc/>
    public Task<KeySignature> SignDigestAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken cancellationToken)
    {
        if (algorithm != SignatureAlgorithm.PS256)
        {
            throw new NotSupportedException($"A key file holds an RSA key, which signs {SignatureAlgorithm.PS256} and not {algorithm}.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var key = Current();
        return Task.FromResult(new KeySignature(key.Sign(digest.Span), key.Published.KeyId));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }

    /// <summary>The last one whose time has come; where none has, the first.</summary>
    private KeyFile Current()
    {
        var now = time.GetUtcNow();
        return keys.LastOrDefault(key => TimeOf(key) <= now) ?? keys[0];
    }

    /// <summary>The first file comes first, the others by their names.</summary>
    private static List<string> FilesOf(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var later = Directory.GetFiles(folder, $"{Path.GetFileNameWithoutExtension(path)}-*{Path.GetExtension(path)}").Order(StringComparer.Ordinal);
        return [.. File.Exists(path) ? [path] : Array.Empty<string>(), .. later];
    }

    private static List<KeyFile> Read(string path, bool forThisMachine, TimeProvider time, ILogger logger)
    {
        var keys = new List<KeyFile>();
        try
        {
            foreach (var file in FilesOf(path))
            {
                keys.Add(KeyFile.Read(file, forThisMachine, logger));
            }

            foreach (var key in keys.Where(key => key.File != path && key.SignsFrom is null))
            {
                Introduce(key, isAlone: !keys.Exists(other => other.File == path || other.SignsFrom is not null), time, logger);
            }
        }
        catch
        {
            keys.ForEach(key => key.Dispose());
            throw;
        }

        WarnOfOpenFolder(Path.GetDirectoryName(Path.GetFullPath(path))!, logger);
        return [.. keys.OrderBy(TimeOf)];
    }

    /// <summary>A key that was put beside others is published at once and signs later; one that is alone has no time to lose.</summary>
    private static void Introduce(KeyFile key, bool isAlone, TimeProvider time, ILogger logger)
    {
        var from = isAlone ? time.GetUtcNow() : time.GetUtcNow() + PublishBeforeUse;
        key.SignFrom(from);
        Log.Introduced(logger, key.Published.KeyId, key.File, from);
    }

    private static DateTimeOffset TimeOf(KeyFile key) => key.SignsFrom ?? DateTimeOffset.MinValue;

    /// <summary>Who may write into the folder may exchange the keys in it; who may list it learns at least what there is.</summary>
    private static void WarnOfOpenFolder(string folder, ILogger logger)
    {
        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & others) != 0)
        {
            Log.FolderIsOpen(logger, folder);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1805, Level = LogLevel.Information, Message = "The new key {Kid} of {File} is published now and signs from {Time:u} on, as the file says.")]
        public static partial void Introduced(ILogger logger, string kid, string file, DateTimeOffset time);

        [LoggerMessage(EventId = 1806, Level = LogLevel.Warning, Message = "The folder {Folder}, where the signing key lies, is open to others: let this program's user alone use it (chmod 700).")]
        public static partial void FolderIsOpen(ILogger logger, string folder);
    }
}

/// <summary>Where the host's key files lie. Nothing is read or made by this.</summary>
/// <param name="Path">The first file.</param>
public sealed record KeyFilePlace(string Path)
{
    /// <summary>Whether there is a key file, so that none would be made.</summary>
    public bool HasKey => KeyFileSigningKey.IsThere(Path);
}
