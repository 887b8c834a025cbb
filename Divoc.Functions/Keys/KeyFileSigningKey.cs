using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Divoc.Functions.Keys;

/// <summary>
/// A signing key in a file of the data directory: RSA, PKCS#8 PEM, readable by its owner alone. For a developer's machine and for
/// deployments without a key vault.
/// </summary>
public sealed class KeyFileSigningKey : ISigningKey, IDisposable
{
    private const int KeySizeInBits = 2048;
    private const int LargestKeyFileInBytes = 64 * 1024;

    /// <summary>The first line of a key file that was made for this machine only. Readers of PEM pass over what precedes the key (RFC 7468 section 2).</summary>
    private const string MadeHere = "Made by the program, for certificates that stay on this machine.";

    // A key object is used by one thread at a time; each signature takes one from here and gives it back.
    private readonly ConcurrentBag<RSA> idle = [];
    private readonly string pem;
    private readonly PublishedKey published;

    private KeyFileSigningKey(string pem, RSA key, bool forThisMachine)
    {
        this.pem = pem;
        published = PublishedKey.Of(key, forThisMachine && pem.StartsWith(MadeHere, StringComparison.Ordinal));
        idle.Add(key);
    }

    /// <summary>Reads the key file, or makes a new RSA-2048 key when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="forThisMachine">Whether what is signed stays on this machine; a key that is made then is one <see cref="PublishedKey.MadeByProgram"/>.</param>
    /// <exception cref="KeyFileException">The file is there and holds no usable key, or can't be read or written.</exception>
    public static KeyFileSigningKey Open(string path, bool forThisMachine = false)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path, forThisMachine);
            }

            return Read(path, forThisMachine);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {path} can't be read or written ({fault.Message}): give this user read and write access to it.", fault);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PublishedKey>>([published]);

    /// <inheritdoc/>
    public Task<KeySignature> SignDigestAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        if (algorithm != published.Algorithm)
        {
            throw new NotSupportedException($"A key file holds an RSA key, which signs {published.Algorithm} and not {algorithm}.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var key = idle.TryTake(out var taken) ? taken : Import(pem);
        try
        {
            return Task.FromResult(new KeySignature(key.SignHash(digest.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), published.KeyId));
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

    private static void Create(string path, bool forThisMachine)
    {
        using var key = RSA.Create(KeySizeInBits);

        // Written beside and then moved, so that a crash leaves no half of a key; flushed, so that no signature outlives its key.
        var draft = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        using (var writer = new StreamWriter(stream))
        {
            if (forThisMachine)
            {
                writer.WriteLine(MadeHere);
            }

            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
    }

    private static KeyFileSigningKey Read(string path, bool forThisMachine)
    {
        if (new FileInfo(path).Length > LargestKeyFileInBytes)
        {
            throw Damaged(path, "it is too large for a key");
        }

        HideFromOthers(path);
        var pem = File.ReadAllText(path);
        RSA key;
        try
        {
            key = Import(pem);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            throw Damaged(path, "it holds no RSA private key in PEM", fault);
        }

        if (key.KeySize < KeySizeInBits)
        {
            key.Dispose();
            throw Damaged(path, $"its key has less than {KeySizeInBits} bits");
        }

        return new KeyFileSigningKey(pem, key, forThisMachine);
    }

    /// <summary>A key that was copied here with the modes of an ordinary file is made its owner's alone.</summary>
    private static void HideFromOthers(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~owner) != 0)
        {
            File.SetUnixFileMode(path, owner);
        }
    }

    private static RSA Import(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);

            // A public key imports as well; only exporting tells that the private half is there.
            _ = key.ExportParameters(includePrivateParameters: true);
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
        return new KeyFileException($"The key file {path} is damaged ({why}): restore it from a backup, or move it away to start with a new key.", fault);
    }
}

/// <summary>A key file can't be used. The message says what is wrong with it and how to mend it, on one line, without key material.</summary>
public sealed class KeyFileException(string message, Exception? innerException = null) : Exception(message, innerException);
