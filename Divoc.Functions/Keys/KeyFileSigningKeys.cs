using System.Diagnostics;
using System.Security.Cryptography;
using Divoc.Functions.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Divoc.Functions.Keys;

/// <summary>
/// Signing keys in files of the data directory, for a developer's machine and for deployments without a key vault. <c>signing-key.pem</c>,
/// an RSA key, is made if there is none. There may be later keys beside it, <c>signing-key-*.pem</c>: each is published from the first
/// start that finds it, signs after a time, and replaces the key before it, whose file stays so that it stays published. The files are read
/// at start.
/// </summary>
/// <remarks>
/// A key replaces only keys with its own algorithm; if its file names purposes, it replaces keys only for these. If no file has a key with
/// an algorithm, one is made at first use. If all keys with the algorithm are assigned to other purposes, none is made and nothing signs:
/// whoever assigned them must decide which key signs the rest; this does not count keys of development, which nobody assigned. A key is
/// also not made if it would need a certificate for its name, because only the operator can get one; an exception is a key of development,
/// whose signatures stay on this machine.
/// </remarks>
public sealed partial class KeyFileSigningKeys : ISigningKeys, IDisposable
{
    /// <summary>
    /// How long a new key is published before it signs, unless its file says when: verifiers that fetch the keys daily know it by then. The
    /// same applies to a vault's versions.
    /// </summary>
    public static readonly TimeSpan PublishBeforeUse = TimeSpan.FromHours(24);

    private readonly Lock making = new();
    private readonly string first;
    private readonly bool forThisMachine;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CertificateMetrics? metrics;

    // Ordered by the time from which they sign. Replaced as a whole when a key is made.
    private volatile IReadOnlyList<KeyFile> keys;

    private KeyFileSigningKeys(string first, bool forThisMachine, TimeProvider time, ILogger logger, CertificateMetrics? metrics)
    {
        (this.first, this.forThisMachine, this.time, this.logger, this.metrics) = (first, forThisMachine, time, logger, metrics);
        keys = Read();
    }

    /// <summary>Reads the key files, or makes a new RSA-2048 key if there are none.</summary>
    /// <param name="path">The first file.</param>
    /// <param name="forThisMachine">
    /// Whether signatures stay on this machine; a key that is made then is marked as <see cref="PublishedKey.MadeByProgram"/>.
    /// </param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">The log for warnings; null for none.</param>
    /// <param name="purposes">The purposes of the program; null if they are not known.</param>
    /// <param name="metrics">Measures signatures; null for none.</param>
    /// <exception cref="KeyFileException">A file has no usable key, or can't be read or written.</exception>
    public static KeyFileSigningKeys Open(
        string path,
        bool forThisMachine = false,
        TimeProvider? time = null,
        ILogger? logger = null,
        IReadOnlyCollection<KeyPurpose>? purposes = null,
        CertificateMetrics? metrics = null)
    {
        try
        {
            if (!IsThere(path))
            {
                KeyFile.Create(path, SignatureAlgorithm.PS256, forThisMachine);
            }

            var opened = new KeyFileSigningKeys(path, forThisMachine, time ?? TimeProvider.System, logger ?? NullLogger.Instance, metrics);
            opened.WarnOfOpenFolder();
            opened.WarnOfUnknownPurposes(purposes ?? []);
            return opened;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(
                $"The key file {path} can't be read or written ({fault.Message}): give this user read and write access to it.", fault);
        }
    }

    /// <summary>Whether there is a key file, so that none would be made.</summary>
    /// <param name="path">The first file.</param>
    public static bool IsThere(string path) => FilesOf(path).Count > 0;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken)
    {
        var all = keys;
        var purposes = all.SelectMany(key => key.Published.Purposes).Distinct().ToList();

        // Keys with purposes first, because otherwise a key for every purpose would precede them; the newest of them first, because it is
        // the one that signs.
        var named = Enum.GetValues<SignatureAlgorithm>()
            .SelectMany(algorithm => purposes.Select(purpose => Current(all, purpose, algorithm)))
            .OfType<KeyFile>().Where(key => key.Published.Purposes.Count > 0).OrderByDescending(TimeOf);
        var shared = Enum.GetValues<SignatureAlgorithm>().Select(algorithm => Current(all, null, algorithm)).OfType<KeyFile>();
        return Task.FromResult(PublishedKey.Join(named.Concat(shared).Concat(all.Reverse()).Select(key => key.Published)));
    }

    /// <inheritdoc/>
    public async Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (CurrentFor(use) is not { } key)
        {
            MakeMissing(use);
            key = CurrentFor(use)!;
        }

        return await sign(new ChosenKey(use, key.Published, (digest, _) => Task.FromResult(Sign(key, digest))), cancellationToken);
    }

    private byte[] Sign(KeyFile key, ReadOnlyMemory<byte> digest)
    {
        var started = Stopwatch.GetTimestamp();
        var signature = key.Sign(digest.Span);
        metrics?.KeyFileSigned(Stopwatch.GetElapsedTime(started));
        return signature;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }

    /// <summary>The key for a use; null if there is none.</summary>
    private KeyFile? CurrentFor(SigningUse use) => Current([.. keys.Where(key => use.Fits(key.Published))], use.Purpose, use.Algorithm);

    /// <summary>
    /// The key that signs: among the keys for the purpose, else among those for every purpose, the last one whose time has begun; if none
    /// has, the first. Null if there is none.
    /// </summary>
    /// <param name="all">All keys, by their times.</param>
    /// <param name="purpose">The purpose; null for one to which no key is assigned.</param>
    /// <param name="algorithm">The algorithm.</param>
    private KeyFile? Current(IReadOnlyList<KeyFile> all, KeyPurpose? purpose, SignatureAlgorithm algorithm)
    {
        var now = time.GetUtcNow();
        var named = all
            .Where(key => key.Published.Algorithm == algorithm && purpose is not null && key.Published.Purposes.Contains(purpose))
            .ToList();
        var shared = all.Where(key => key.Published.Algorithm == algorithm && key.Published.Purposes.Count == 0).ToList();
        return named.LastOrDefault(key => TimeOf(key) <= now)
            ?? shared.LastOrDefault(key => TimeOf(key) <= now)
            ?? named.Concat(shared).MinBy(TimeOf);
    }

    /// <summary>Makes the first key with an algorithm. It signs at once, because verifiers can't know another one.</summary>
    /// <exception cref="SigningKeyUnavailableException">
    /// All keys with the algorithm are for other purposes; or none has what the name of a key needs; or no file can be written.
    /// </exception>
    private void MakeMissing(SigningUse use)
    {
        lock (making)
        {
            if (CurrentFor(use) is not null)
            {
                return;
            }

            if (use.Only is not null)
            {
                throw new SigningKeyUnavailableException($"None of the {use.Algorithm} keys in {FolderOf(first)} may sign this.");
            }

            if (use.Kid.Needs is not null && use.TakesDevelopmentCertificate && forThisMachine)
            {
                TryMake(use.Algorithm, use.Purpose);
                return;
            }

            var others = keys.Where(key => key.Published.Algorithm == use.Algorithm && !DevelopmentCertificate.IsOf(key.Published))
                .ToList();
            if (others.Count > 0 && !others.Exists(key => key.Published.Serves(use.Purpose)))
            {
                throw new SigningKeyUnavailableException(
                    $"All {use.Algorithm} keys in {FolderOf(first)} are named for other purposes than {use.Purpose}: add a key file that "
                        + $"names it, or that names no purpose ({Path.GetFileNameWithoutExtension(first)}-*.pem).");
            }

            if (use.Kid.Needs is { } needed)
            {
                throw new SigningKeyUnavailableException(
                    $"No {use.Algorithm} key for {use.Purpose} in {FolderOf(first)} has {needed}, from which its name is made ({use.Kid}): "
                    + "put it into the file of the key, after the key, and restart the program.");
            }

            TryMake(use.Algorithm, null);
        }
    }

    private void TryMake(SignatureAlgorithm algorithm, KeyPurpose? development)
    {
        try
        {
            Make(algorithm, development);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SigningKeyUnavailableException(
                $"No {algorithm} key can be made in {FolderOf(first)} ({fault.Message}): give this user write access to it.", fault);
        }
    }

    /// <summary>Makes a key for every purpose, or a key of development for one purpose, with a certificate.</summary>
    private void Make(SignatureAlgorithm algorithm, KeyPurpose? development)
    {
        var now = time.GetUtcNow();
        var word = development is null ? $"{algorithm}".ToLowerInvariant() : $"{development}-development-{algorithm}".ToLowerInvariant();
        var path = Path.Combine(FolderOf(first), $"{Path.GetFileNameWithoutExtension(first)}-{word}{Path.GetExtension(first)}");
        if (development is null)
        {
            KeyFile.Create(path, algorithm, forThisMachine, now);
        }
        else
        {
            KeyFile.Create(
                path, algorithm, forThisMachine, now, [development],
                key => key is RSA rsa ? DevelopmentCertificate.PemOf(rsa, now) : DevelopmentCertificate.PemOf((ECDsa)key, now));
        }

        List<KeyFile> all = [.. keys];
        all.Add(KeyFile.Read(path, forThisMachine, logger));
        Log.Made(logger, algorithm, all[^1].Published.KeyId, path);
        keys = [.. all.OrderBy(TimeOf)];
    }

    private List<KeyFile> Read()
    {
        var read = new List<KeyFile>();
        try
        {
            foreach (var file in FilesOf(first))
            {
                read.Add(KeyFile.Read(file, forThisMachine, logger));
            }

            foreach (var key in read.Where(key => key.File != first && key.SignsFrom is null))
            {
                Introduce(
                    key,
                    isAlone: !read.Exists(
                        other => (other.File == first || other.SignsFrom is not null) && TakesPlaceOf(key.Published, other.Published)));
            }
        }
        catch
        {
            read.ForEach(key => key.Dispose());
            throw;
        }

        return [.. read.OrderBy(TimeOf)];
    }

    /// <summary>Whether a key would sign what another one signs now.</summary>
    private static bool TakesPlaceOf(PublishedKey key, PublishedKey other)
    {
        return key.Algorithm == other.Algorithm && (other.Purposes.Count == 0 || other.Purposes.Intersect(key.Purposes).Any());
    }

    /// <summary>A key that was added to others is published at once and signs later; a single key signs at once.</summary>
    private void Introduce(KeyFile key, bool isAlone)
    {
        var from = isAlone ? time.GetUtcNow() : time.GetUtcNow() + PublishBeforeUse;
        key.SignFrom(from);
        Log.Introduced(logger, key.Published.KeyId, key.File, from);
    }

    /// <summary>
    /// Whoever may write into the folder can exchange the keys in it; whoever may list it learns at least which files there are.
    /// </summary>
    private void WarnOfOpenFolder()
    {
        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var folder = FolderOf(first);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & others) != 0)
        {
            Log.FolderIsOpen(logger, folder);
        }
    }

    /// <summary>
    /// This is no reason to refuse the file: a later version of the program may know the purpose, and may have run here before.
    /// </summary>
    private void WarnOfUnknownPurposes(IReadOnlyCollection<KeyPurpose> known)
    {
        foreach (var key in keys.Where(_ => known.Count > 0))
        {
            foreach (var purpose in key.Published.Purposes.Except(known))
            {
                Log.UnknownPurpose(logger, key.File, purpose, string.Join(", ", known));
            }
        }
    }

    private static DateTimeOffset TimeOf(KeyFile key) => key.SignsFrom ?? DateTimeOffset.MinValue;

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>The first file comes first, the others by their names.</summary>
    private static List<string> FilesOf(string path)
    {
        var folder = FolderOf(path);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var later = Directory.GetFiles(folder, $"{Path.GetFileNameWithoutExtension(path)}-*{Path.GetExtension(path)}")
            .Order(StringComparer.Ordinal);
        return [.. File.Exists(path) ? [path] : Array.Empty<string>(), .. later];
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1805, Level = LogLevel.Information, Message = "The new key {Kid} of {File} is published now. It signs "
            + "from {Time:u} on, as the file says.")]
        public static partial void Introduced(ILogger logger, string kid, string file, DateTimeOffset time);

        [LoggerMessage(EventId = 1806, Level = LogLevel.Warning, Message = "Other users can open the folder {Folder}, which has the "
            + "signing key. Allow only this program's user to open it (chmod 700).")]
        public static partial void FolderIsOpen(ILogger logger, string folder);

        [LoggerMessage(EventId = 1809, Level = LogLevel.Warning, Message = "The key file {File} names the purpose {Purpose}, which this "
            + "version of the program does not know. It knows: {Known}. The key does not sign for this purpose. Correct the "
            + "line 'For' in the file, or start a newer version.")]
        public static partial void UnknownPurpose(ILogger logger, string file, KeyPurpose purpose, string known);

        [LoggerMessage(EventId = 1808, Level = LogLevel.Information, Message = "The first {Algorithm} key {Kid} was made and signs now. "
            + "Put its file {File} into the backup of the data directory.")]
        public static partial void Made(ILogger logger, SignatureAlgorithm algorithm, string kid, string file);
    }
}

/// <summary>The place of the host's key files. This neither reads nor makes them.</summary>
/// <param name="Path">The first file.</param>
public sealed record KeyFilePlace(string Path)
{
    /// <summary>Whether there is a key file, so that none would be made.</summary>
    public bool HasKey => KeyFileSigningKeys.IsThere(Path);
}
