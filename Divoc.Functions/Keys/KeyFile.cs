using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Divoc.Functions.Keys;

/// <summary>
/// A file with a signing key, RSA or on the curve P-256, as PEM. Lines about the key may precede it; readers of PEM ignore what precedes it
/// (RFC 7468 section 2). An X.509 certificate of the key may follow.
/// </summary>
internal sealed partial class KeyFile : IDisposable
{
    private const int KeySizeInBits = 2048;
    private const int LargestFileInBytes = 64 * 1024;

    /// <summary>The line of a key that was made for this machine only.</summary>
    public const string MadeHere = "Made by the program, for certificates that stay on this machine.";

    /// <summary>The beginning of the line with the time from which a key signs.</summary>
    private const string SignsFromPrefix = "Signs from ";

    /// <summary>The beginning of the line with the purposes of a key, with commas between them.</summary>
    private const string ForPrefix = "For ";

    // A key object is used by one thread at a time; each signature takes one from here and returns it.
    private readonly ConcurrentBag<AsymmetricAlgorithm> idle = [];
    private readonly string pem;

    private KeyFile(string path, string pem, AsymmetricAlgorithm key, bool forThisMachine)
    {
        File = path;
        this.pem = pem;
        var head = HeadOf(pem);
        var madeByProgram = forThisMachine && head.Contains(MadeHere);
        var published = key is RSA rsa ? PublishedKey.Of(rsa, madeByProgram) : PublishedKey.Of((ECDsa)key, madeByProgram);
        var purposes = head.Where(NamesPurposes).SelectMany(line => ReadPurposes(path, line)).Distinct().ToList();
        Published = Certified(path, pem, published).For(purposes);
        SignsFrom = head.FirstOrDefault(line => line.StartsWith(SignsFromPrefix, StringComparison.Ordinal)) is { } line
            ? ReadTime(path, line)
            : null;
        idle.Add(key);
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>The public half, with the certificate and the purposes of the file.</summary>
    public PublishedKey Published { get; }

    /// <summary>The time from which it signs, as in the file (UTC); null for none.</summary>
    public DateTimeOffset? SignsFrom { get; private set; }

    /// <summary>Reads a file, and removes access of others than its owner.</summary>
    /// <exception cref="KeyFileException">It has no usable key.</exception>
    public static KeyFile Read(string path, bool forThisMachine, ILogger logger)
    {
        if (new FileInfo(path).Length > LargestFileInBytes)
        {
            throw Damaged(path, "it is too large for a key");
        }

        var pem = System.IO.File.ReadAllText(path);
        AsymmetricAlgorithm key;
        try
        {
            key = Import(pem);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            throw Damaged(path, "it contains no private key in PEM that is RSA or on the curve P-256", fault);
        }

        if (key is RSA { KeySize: < KeySizeInBits })
        {
            key.Dispose();
            throw Damaged(path, $"its key has less than {KeySizeInBits} bits");
        }

        HideFromOthers(path, logger);
        return new KeyFile(path, pem, key, forThisMachine);
    }

    /// <summary>Makes a file with a new key, if there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="algorithm">The kind of key.</param>
    /// <param name="forThisMachine">Whether its signatures stay on this machine.</param>
    /// <param name="signsFrom">The time from which it signs; null for none in the file.</param>
    /// <param name="purposes">Its purposes; null or none for every purpose.</param>
    /// <param name="certificateOf">Makes the key's certificate as PEM; null for none.</param>
    /// <exception cref="IOException">The file exists or can't be written.</exception>
    public static void Create(
        string path,
        SignatureAlgorithm algorithm,
        bool forThisMachine,
        DateTimeOffset? signsFrom = null,
        IReadOnlyList<KeyPurpose>? purposes = null,
        Func<AsymmetricAlgorithm, string>? certificateOf = null)
    {
        using AsymmetricAlgorithm key = algorithm == SignatureAlgorithm.PS256
            ? RSA.Create(KeySizeInBits)
            : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var named = purposes is { Count: > 0 } ? $"{ForPrefix}{string.Join(", ", purposes)}{Environment.NewLine}" : "";
        var head = $"{named}{(signsFrom is { } time ? SignsFromLine(time) : "")}{(forThisMachine ? MadeHere + Environment.NewLine : "")}";
        var certificate = certificateOf is null ? "" : $"{certificateOf(key)}{Environment.NewLine}";
        Write(path, $"{head}{key.ExportPkcs8PrivateKeyPem()}{Environment.NewLine}{certificate}", overwrite: false);
    }

    /// <summary>Writes into the file from when on its key signs, so that later starts know it too.</summary>
    public void SignFrom(DateTimeOffset time)
    {
        SignsFrom = time;
        Write(File, SignsFromLine(time) + pem, overwrite: true);
    }

    /// <summary>Signs a SHA-256 digest, in the form of the key's algorithm.</summary>
    public byte[] Sign(ReadOnlySpan<byte> digest)
    {
        var key = idle.TryTake(out var taken) ? taken : Import(pem);
        try
        {
            return key is RSA rsa
                ? rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                : ((ECDsa)key).SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            idle.Add(key);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (idle.TryTake(out var key))
        {
            key.Dispose();
        }
    }

    private static string SignsFromLine(DateTimeOffset time)
    {
        return $"{SignsFromPrefix}{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}"
            + $"{Environment.NewLine}";
    }

    private static string[] HeadOf(string pem)
    {
        return pem[..pem.IndexOf("-----BEGIN", StringComparison.Ordinal)]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static DateTimeOffset ReadTime(string path, string line)
    {
        return DateTimeOffset.TryParse(
            line[SignsFromPrefix.Length..].TrimEnd('.'),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : throw new KeyFileException($"The key file {path} has the line '{line}' without a time such as 2030-01-31T12:00:00Z: correct "
                + "the line or remove it.");
    }

    /// <summary>
    /// Whether a line should be read as a list of purposes: single words. Others, such as "For production use", are comments of people.
    /// </summary>
    private static bool NamesPurposes(string line) =>
        line.StartsWith(ForPrefix, StringComparison.Ordinal) && !NamesIn(line).Any(name => name.Any(char.IsWhiteSpace));

    private static string[] NamesIn(string line) => line[ForPrefix.Length..].TrimEnd('.').Split(',', StringSplitOptions.TrimEntries);

    private static IEnumerable<KeyPurpose> ReadPurposes(string path, string line)
    {
        return NamesIn(line).Select(name => KeyPurpose.TryParse(name)
            ?? throw new KeyFileException($"The key file {path} has the line '{line}', which names no purposes. Correct it, such as 'For "
                + "status', or remove it."));
    }

    private static PublishedKey Certified(string path, string pem, PublishedKey key)
    {
        IReadOnlyList<KeyCertificate> certificates;
        try
        {
            certificates = KeyCertificate.ReadPem(pem);
        }
        catch (CryptographicException fault)
        {
            throw WrongCertificate(path, "can't be read", fault);
        }

        if (certificates.Count > 1)
        {
            throw WrongCertificate(path, "is one of several");
        }

        return certificates.All(certificate => certificate.IsOf(key))
            ? key.CertifiedBy(certificates)
            : throw WrongCertificate(path, "belongs to another key");
    }

    private static KeyFileException WrongCertificate(string path, string why, Exception? fault = null)
    {
        return new KeyFileException($"The key file {path} has a certificate that {why}: keep only the certificate of its own "
            + "key, or none.", fault);
    }

    /// <summary>
    /// Written to a temporary file and then moved, so that a crash leaves no incomplete key; flushed, so that no signature exists longer
    /// than its key.
    /// </summary>
    private static void Write(string path, string content, bool overwrite)
    {
        var draft = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(content);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(draft, path, overwrite);
    }

    /// <summary>
    /// If a key was copied or mounted here with the modes of an ordinary file, the access of others is removed if possible. They may have
    /// read it before.
    /// </summary>
    private static void HideFromOthers(string path, ILogger logger)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows() || (System.IO.File.GetUnixFileMode(path) is var mode && (mode & ~owner) == 0))
        {
            return;
        }

        var isOpen = (mode & ~(owner | UnixFileMode.UserExecute)) != 0;
        try
        {
            System.IO.File.SetUnixFileMode(path, owner);
            if (isOpen)
            {
                Log.WasOpen(logger, path);
            }
        }
        catch (Exception refused) when (isOpen && refused is IOException or UnauthorizedAccessException)
        {
            Log.StaysOpen(logger, path, refused.Message);
        }
    }

    private static AsymmetricAlgorithm Import(string pem)
    {
        try
        {
            return ImportRsa(pem);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            return ImportP256(pem);
        }
    }

    private static RSA ImportRsa(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);

            // A public key can be imported too; only an export shows that the private half is there.
            _ = key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static ECDsa ImportP256(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            _ = key.ExportParameters(includePrivateParameters: true);

            // Refuses other curves.
            _ = PublishedKey.Of(key);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static KeyFileException Damaged(string path, string why, Exception? fault = null)
    {
        return new KeyFileException(
            $"The key file {path} is damaged ({why}): restore it from a backup, or move it away to start with a new key.", fault);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1803, Level = LogLevel.Warning, Message = "Other users could read the key file {File}. The program has "
            + "now closed it to them. If one of them may have read it, start with a new key.")]
        public static partial void WasOpen(ILogger logger, string file);

        [LoggerMessage(EventId = 1804, Level = LogLevel.Warning, Message = "Other users can read the key file {File}, and the program "
            + "can't change that ({Reason}). Allow only this program's user to read it (chmod 600).")]
        public static partial void StaysOpen(ILogger logger, string file, string reason);
    }
}

/// <summary>
/// A key file can't be used. The message says what is wrong with it and how to fix it, in one line, without key material.
/// </summary>
public sealed class KeyFileException(string message, Exception? innerException = null) : Exception(message, innerException);
